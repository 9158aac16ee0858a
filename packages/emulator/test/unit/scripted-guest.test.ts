import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runScriptedGuest, type GuestResult } from "../../src/services/compute/guest/scripted-guest.ts";

const run = (...lines: string[]): GuestResult =>
  runScriptedGuest({ lines, parameters: { NAME: "azlin", "1": "first" }, computerName: "box" });

describe("the scripted guest", () => {
  it.each([
    ["echo one two", "one two\n", 0],
    ["echo -n bare", "bare", 0],
    ["echo \"quoted $NAME\" '$NAME' ${NAME} $1", "quoted azlin $NAME azlin first\n", 0],
    ["hostname; whoami", "box\nroot\n", 0],
    ["uname -n\nuname", "box\nLinux\n", 0],
    ["false && echo no || echo yes", "yes\n", 0],
    ["true && echo on; exit 3; echo never", "on\n", 3],
    ["#!/bin/sh\nset -e\n\n# nothing\nexit 300", "", 44],
    ["false", "", 1],
  ])("runs %j", (script, stdout, exitCode) => {
    expect(run(script)).toEqual({ stdout, stderr: "", exitCode });
  });

  it("says what it does not know, and ends with 127", () => {
    expect(run("rm -rf /")).toEqual({
      stdout: "",
      stderr: expect.stringMatching(/^rm: this guest is scripted: it only knows echo, /),
      exitCode: 127,
    });
    expect(run("toString").exitCode).toBe(127);
  });

  it("ends with a status of eight bits, whatever it is given", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (lines) => {
        const { exitCode } = run(...lines);
        expect(Number.isInteger(exitCode) && exitCode >= 0 && exitCode < 256).toBe(true);
      }),
    );
  });
});

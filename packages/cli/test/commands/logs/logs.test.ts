import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { InterruptedError } from "../../../src/interrupted-error.ts";
import { guestFleet } from "../../guest-fleet.ts";
import { sshFleet, type SshFleet } from "../../ssh-fleet.ts";

/** A VM on which `sudo` runs a journal of the test's: a shell script. */
async function vmWithJournal(script: string): Promise<SshFleet & { readonly called: () => Promise<string> }> {
  const fleet = await sshFleet(1);
  const bin = join(fleet.cli.home, "bin");
  const calls = join(fleet.cli.home, "calls");
  await mkdir(bin);
  await writeFile(join(bin, "sudo"), `#!/bin/sh\necho "$@" >>'${calls}'\n${script}\n`);
  await chmod(join(bin, "sudo"), 0o755);
  vi.stubEnv("PATH", `${bin}:${process.env["PATH"]!}`);
  return { ...fleet, called: () => readFile(calls, "utf8") };
}

describe("azlin logs", () => {
  beforeEach(() => () => vi.unstubAllEnvs());

  it("asks the journal of the VM", async () => {
    const { cli } = await guestFleet("alpha");
    const { exitCode, stderr } = await cli.run("logs alpha");
    expect(exitCode).toBe(0);
    expect(stderr).toContain("journalctl: ");
  });

  it("asks for what was asked for, and shows it without what could move the cursor", async () => {
    verifies("V2-11");
    const { cli, called } = await vmWithJournal(String.raw`printf 'one\n\033[2Jtwo\n'`);
    const line = ["logs", "vm-1", "--boot", "--service", "ssh", "-n", "7", "--since", "1 hour ago"];
    expect(await cli.run(line)).toMatchObject({ stdout: `one\n${String.raw`\x1b[2Jtwo`}\n`, exitCode: 0 });
    expect(await called()).toBe("journalctl --no-pager --boot --unit=ssh --lines=7 --since=1 hour ago\n");
    expect(await cli.json("logs vm-1 --kernel")).toMatchObject({
      vm: "vm-1",
      exitCode: 0,
      lines: ["one", "\u001B[2Jtwo"],
      isTruncated: false,
    });
  });

  it("fails when the journal does, with what it said", async () => {
    const { cli } = await vmWithJournal("echo 'no journal files' >&2; exit 1");
    const { stderr, exitCode } = await cli.run("logs vm-1");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("no journal files");
  });

  it("shows lines as they come until Ctrl-C, which is a normal end", async () => {
    verifies("V2-11");
    const { cli, called } = await vmWithJournal("echo first; sleep 0.3; printf 'sec'; sleep 0.1; echo ond; sleep 60");
    const interrupt = new AbortController();
    const printed: string[] = [];
    const onPrint = (text: string): void => {
      printed.push(text);
      if (printed.join("").includes("second\n")) interrupt.abort(new InterruptedError());
    };
    const { stdout, stderr, exitCode } = await cli.run("logs vm-1 --follow", { signal: interrupt.signal, onPrint });
    expect({ stdout, stderr, exitCode }).toEqual({ stdout: "first\nsecond\n", stderr: "", exitCode: 0 });
    expect(printed).toEqual(["first\n", "second\n", ""]);
    expect(await called()).toContain("--follow");
  });

  it("ends when nobody reads it any more", async () => {
    const { cli } = await vmWithJournal("echo first; sleep 60");
    const reading = { isRead: () => false };
    expect(await cli.run("logs vm-1 -f", reading)).toMatchObject({ stdout: "first\n", exitCode: 0 });
  });

  it.each([
    ["a name that is no service", ["--service", "a b"], "'a b' is not the name of a service."],
    ["a time that is none", ["--since", "$(id)"], "'$(id)' is not a time."],
    ["a report without an end", ["--follow", "-o", "json"], "A log that goes on cannot be printed as a report."],
    ["no lines", ["--lines", "0"], "It is less than 1."],
  ])("refuses %s", async (_what, more, message) => {
    const { cli } = await sshFleet(1);
    const { stderr, exitCode } = await cli.run(["logs", "vm-1", ...more]);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});

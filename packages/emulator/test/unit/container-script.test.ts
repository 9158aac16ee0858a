import { describe, expect, it } from "vitest";
import { runContainerScript } from "../../src/services/app/container-script.ts";
import { UNTIL_ENDED_MS } from "../../src/world/operation-engine.ts";

describe("what a container does", () => {
  it("is told by its shell script", () => {
    const script = 'echo "hello $NAME"; sleep 1m && echo later; exit 7; echo never';
    expect(runContainerScript(["/bin/sh", "-c", script], { NAME: "you" })).toEqual({
      lines: [
        { atMs: 0, text: "hello you" },
        { atMs: 60_000, text: "later" },
      ],
      durationMs: 60_000,
      exitCode: 7,
    });
  });

  it("goes on forever when it sleeps forever", () => {
    expect(runContainerScript(["sleep", "infinity"], {}).durationMs).toBe(UNTIL_ENDED_MS);
  });

  it("stops at && after a failure, and is over at once for any other command", () => {
    expect(runContainerScript(["bash", "-lc", "false && echo no"], {})).toEqual({
      lines: [],
      durationMs: 0,
      exitCode: 1,
    });
    expect(runContainerScript(["python", "agent.py"], {})).toEqual({ lines: [], durationMs: 0, exitCode: 0 });
  });
});

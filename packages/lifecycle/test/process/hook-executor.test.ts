import { chmod, mkdtemp, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recordingLogger } from "@azlin/core";
import { verifies } from "@azlin/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { HookExecutor, validateHookScript, type HookEvent, type HookExecutorOptions } from "../../src/index.ts";

const EVENT: HookEvent = {
  type: "on_failure",
  vmId: "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/dev",
  vmName: "dev",
  atMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  failureCount: 3,
  reason: "SSH does not answer.",
};

async function directory(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "azlin-hooks-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

async function script(body: string, mode: number = 0o755): Promise<string> {
  const path = join(await directory(), "hook.sh");
  await writeFile(path, `#!/bin/sh\n${body}\n`);
  await chmod(path, mode);
  return path;
}

function executor(options: HookExecutorOptions = {}): HookExecutor {
  const hooks = new HookExecutor({ timeoutMs: 10_000, ...options });
  onTestFinished(() => hooks.stop());
  return hooks;
}

describe("HookExecutor", () => {
  test("gives a script its event and no secret of the daemon's", async () => {
    verifies("LIFE-05");
    const env = { PATH: process.env["PATH"], HOME: "/tmp", AZURE_CLIENT_SECRET: "hush" };
    const result = await executor({ env }).executeHook(await script("env | sort"), EVENT);
    expect(result).toMatchObject({ outcome: "succeeded", exitCode: 0, problem: null });
    expect(result.output).toContain("AZLIN_EVENT_TYPE=on_failure\nAZLIN_FAILURE_COUNT=3\n");
    expect(result.output).toContain("AZLIN_TIMESTAMP=2026-01-02T03:04:05.000Z\n");
    expect(result.output).toContain("AZLIN_VM_NAME=dev\n");
    expect(result.output).not.toContain("hush");
  });

  test.each([
    ["that is missing", "/nowhere/hook.sh", "there is no such file"],
    ["without a whole path", "hook.sh", "its path is not absolute"],
    ["that is a directory", "/tmp", "it is not a file"],
  ])("does not run a script %s", async (_what, path, problem) => {
    verifies("LIFE-05");
    const result = await executor().executeHook(path, EVENT);
    expect(result).toMatchObject({ outcome: "not-run", exitCode: null });
    expect(result.problem).toContain(problem);
    await expect(validateHookScript(path)).resolves.toBe(false);
  });

  test("does not run a script that is not executable", async () => {
    verifies("LIFE-05");
    const result = await executor().executeHook(await script("true", 0o644), EVENT);
    expect(result.problem).toContain("it is not executable");
  });

  test("waits for an editor that still saves a script, but not for ever", async () => {
    verifies("LIFE-05");
    const path = await script("echo saved");
    const editor = await open(path, "r+");
    const saved = executor().executeHook(path, EVENT);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await editor.close();
    await expect(saved).resolves.toMatchObject({ outcome: "succeeded", output: "saved\n" });

    await using held = await open(path, "r+");
    const refused = await executor().executeHook(path, EVENT);
    expect([held.fd > 0, refused.outcome, refused.problem]).toStrictEqual([
      true,
      "not-run",
      "Somebody has the script open for writing.",
    ]);
  });

  test("ends a script that hangs, and everything that it has started", async () => {
    verifies("LIFE-05");
    const marks = await directory();
    const grandchild = `(trap '' TERM; sleep 2; touch ${marks}/late) &`;
    const result = await executor({ timeoutMs: 300 }).executeHook(await script(`${grandchild}\nsleep 30`), EVENT);
    expect(result).toMatchObject({ outcome: "timed-out", problem: "It took longer than 300 ms." });
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await expect(stat(join(marks, "late"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("a child that a script leaves behind, with its output open, does not hold up the result", async () => {
    const result = await executor().executeHook(await script("sleep 30 &\necho done"), EVENT);
    expect(result).toMatchObject({ outcome: "succeeded", output: "done\n" });
  });

  test("keeps the end of what a script prints, however much that is", async () => {
    const result = await executor().executeHook(await script("yes noise | head -c 50000000; echo end"), EVENT);
    expect(result.outcome).toBe("succeeded");
    expect(result.output.length).toBeLessThanOrEqual(4_096);
    expect(result.output).toMatch(/end\n$/);
  });

  test("says that a script failed, and logs every run", async () => {
    verifies("LIFE-05");
    const logger = recordingLogger();
    const hooks = executor({ logger });
    const failed = await hooks.executeHook(await script("echo oh >&2; exit 7"), EVENT);
    expect(failed).toMatchObject({ outcome: "failed", exitCode: 7, output: "oh\n" });
    await hooks.executeHook(await script("true"), EVENT);
    expect(logger.records.map(({ level, message }) => [level, message])).toStrictEqual([
      ["warn", "hook did not succeed"],
      ["info", "hook ran"],
    ]);
  });

  test("runs the scripts of one VM in the order of its events, those of others beside them", async () => {
    const out = join(await directory(), "out");
    const slow = await script(`sleep 0.3; echo slow $AZLIN_VM_NAME >> ${out}`);
    const quick = await script(`echo quick $AZLIN_VM_NAME >> ${out}`);
    const hooks = executor();
    void hooks.executeHook(slow, EVENT);
    void hooks.executeHook(quick, EVENT);
    void hooks.executeHook(quick, { ...EVENT, vmId: "other", vmName: "other" });
    await hooks.idle();
    await expect(readFile(out, "utf8")).resolves.toBe("quick other\nslow dev\nquick dev\n");
  });

  test("refuses what more than enough already wait for", async () => {
    const hooks = executor({ concurrency: 1, maxWaiting: 1 });
    const wait = await script("sleep 0.2");
    const results = await Promise.all([1, 2, 3].map(() => hooks.executeHook(wait, EVENT)));
    expect(results.map(({ outcome }) => outcome)).toStrictEqual(["succeeded", "succeeded", "not-run"]);
  });

  test("told to stop, it ends what runs and begins nothing new", async () => {
    const hooks = executor();
    const running = hooks.executeHook(await script("sleep 30"), EVENT);
    const waiting = hooks.executeHook(await script("true"), EVENT);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await hooks.stop();
    await expect(running).resolves.toMatchObject({ outcome: "interrupted" });
    await expect(waiting).resolves.toMatchObject({ outcome: "not-run" });
  });
});

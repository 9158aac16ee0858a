import { AuthenticationError, ConflictError, ManualClock } from "@azlin/core";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { setUpVm, type SetUpStep } from "../../src/index.ts";
import { answeringShell, result, target } from "../support/local-shell.ts";

const DONE = '{"status":"done"}\n--- azlin ledger ---\n';
const FAILED_SECTION = '{"status":"done"}\n--- azlin ledger ---\ngo\tfailed\t6\t2\tcurl: (6)\n';
const RUNNING = '{"status":"running"}\n--- azlin ledger ---\n';

function vmThatSays(cloudInit: string) {
  const shell = answeringShell((command) => result(String(command).includes("cloud-init") ? cloudInit : ""));
  return { shell, target: target(), size: "Standard_B2s", clock: new ManualClock() };
}

describe("setting a new VM up", () => {
  it("waits for SSH and cloud-init, then does what else was asked for", async () => {
    verifies("V2-01");
    const stages: string[] = [];
    const step: SetUpStep = { label: "cloning azlin", run: () => Promise.resolve() };
    const report = await setUpVm({ ...vmThatSays(DONE), steps: [step], onStage: (label) => stages.push(label) });
    expect(report).toMatchObject({ state: "ready", cloudInit: { state: "done" }, problems: [] });
    expect(stages).toEqual(["waiting for SSH", "waiting for cloud-init", "cloning azlin"]);
  });

  it("calls a VM degraded whose cloud-init failed in part, and goes on with it", async () => {
    verifies("V2-02");
    const done: string[] = [];
    const step: SetUpStep = { label: "home", run: () => Promise.resolve(void done.push("home")) };
    const report = await setUpVm({ ...vmThatSays(FAILED_SECTION), steps: [step] });
    expect(report).toMatchObject({ state: "degraded", problems: [{ code: "CLOUD_INIT_FAILED" }] });
    expect(report.problems[0]!.message).toContain("go (curl: (6))");
    expect(done).toEqual(["home"]);
  });

  it("goes on with the next step when one fails, and says which", async () => {
    const done: string[] = [];
    const steps: SetUpStep[] = [
      { label: "first", run: () => Promise.reject(new ConflictError("TAKEN", "It is there.")) },
      { label: "second", run: () => Promise.resolve(void done.push("second")) },
    ];
    const report = await setUpVm({ ...vmThatSays(DONE), steps });
    expect(report).toMatchObject({ state: "degraded", problems: [{ code: "TAKEN" }] });
    expect(done).toEqual(["second"]);
  });

  it("leaves alone a VM that lets nobody in", async () => {
    verifies("V2-14");
    const clock = new ManualClock();
    const shell = answeringShell(() => {
      throw new AuthenticationError("SSH_KEY_REFUSED", "No.");
    });
    const steps: SetUpStep[] = [{ label: "never", run: () => Promise.reject(new Error("reached")) }];
    const setting = setUpVm({ shell, target: target(), size: null, steps, clock, sshBudgetMs: 20_000 });
    await clock.advance(30_000);
    expect(await setting).toMatchObject({ state: "unreachable", cloudInit: null, problems: [{ code: "SSH_WAIT" }] });
  });

  it("does not call unfinished set-up finished", async () => {
    verifies("V2-14");
    const vm = vmThatSays(RUNNING);
    const setting = setUpVm({ ...vm, cloudInitBudgetMs: 20_000 });
    await vm.clock.advance(60_000);
    expect(await setting).toMatchObject({ state: "unfinished", problems: [{ code: "CLOUD_INIT_WAIT" }] });
  });

  it("ends when it is told to", async () => {
    const interrupt = new AbortController();
    const reason = new Error("Ctrl-C");
    const steps: SetUpStep[] = [{ label: "x", run: () => Promise.resolve(interrupt.abort(reason)) }];
    const next: SetUpStep = { label: "y", run: ({ signal }) => Promise.resolve(signal?.throwIfAborted()) };
    const setting = setUpVm({ ...vmThatSays(DONE), steps: [...steps, next], signal: interrupt.signal });
    await expect(setting).rejects.toBe(reason);
  });
});

import { AuthenticationError, ConflictError, ManualClock, TransportError } from "@azlin/core";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { sshBudgetMs, waitForCloudInit, waitForSsh } from "../../src/index.ts";
import { answeringShell, result, target } from "../support/local-shell.ts";

const unreachable = new TransportError("SSH_UNREACHABLE", "Nothing listens.");
const lost = new TransportError("SSH_CONNECTION_LOST", "It broke.");

function ledgerAnswer(status: object, ledger = ""): string {
  return `${JSON.stringify(status)}\n--- azlin ledger ---\n${ledger}`;
}

describe("waiting for SSH", () => {
  it("tries again with growing pauses until the VM lets us in", async () => {
    const clock = new ManualClock();
    const shell = answeringShell(() => {
      if (clock.now() - Date.UTC(2026, 0, 1) < 20_000) throw unreachable;
      return result();
    });
    const seen: number[] = [];
    const waiting = waitForSsh(shell, target(), {
      budgetMs: 300_000,
      clock,
      onAttempt: ({ elapsedMs }) => seen.push(elapsedMs),
    });
    await clock.advance(60_000);
    expect(await waiting).toBe(25_000);
    expect(seen).toEqual([0, 1000, 3000, 7000, 15_000]);
  });

  it("gives up with SSH_WAIT and the last failure when the budget is used up", async () => {
    verifies("V2-14");
    const clock = new ManualClock();
    const refused = new AuthenticationError("SSH_KEY_REFUSED", "No.");
    const shell = answeringShell(() => {
      throw refused;
    });
    const waiting = waitForSsh(shell, target(), { budgetMs: 30_000, clock });
    const failure = waiting.catch((error: unknown) => error);
    await clock.advance(40_000);
    expect(await failure).toMatchObject({
      name: "DeadlineError",
      code: "SSH_WAIT",
      cause: refused,
      hint: expect.stringContaining("refuses the key"),
    });
  });

  it("does not wait when another host answers", async () => {
    const changed = new ConflictError("HOST_KEY_CHANGED", "Another key.");
    const shell = answeringShell(() => {
      throw changed;
    });
    await expect(waitForSsh(shell, target(), { budgetMs: 30_000, clock: new ManualClock() })).rejects.toBe(changed);
  });

  it.each([
    ["Standard_B2s", 300_000],
    ["Standard_E16as_v5", 450_000],
    ["Standard_M128s", 600_000],
    [null, 600_000],
  ])("allows %s %d ms", (size, budgetMs) => {
    expect(sshBudgetMs(size)).toBe(budgetMs);
  });
});

describe("waiting for cloud-init", () => {
  const bad = "base\tok\t0\t9\t\ngo\tfailed\t6\t2\tcurl: (6)\n";

  it.each([
    ["done", { status: "done" }, "base\tok\t0\t9\t\n", ""],
    ["degraded", { status: "error", errors: ["('scripts_user', RuntimeError(...))"] }, bad, "go (curl: (6))"],
    ["degraded", { status: "done" }, bad, "go (curl: (6))"],
    ["degraded", { status: "done", extended_status: "degraded done", recoverable_errors: { WARNING: ["w"] } }, "", "w"],
    ["error", { status: "error", errors: ["disk_setup"] }, bad, "go (curl: (6)); disk_setup"],
    ["error", { status: "error", errors: [] }, "", "It did not say why."],
    ["error", { status: "disabled" }, "", "cloud-init is disabled on this VM."],
  ] as const)("says %s for %j", async (state, status, ledger, detail) => {
    verifies("V2-02");
    const shell = answeringShell(() => result(ledgerAnswer(status, ledger)));
    expect(await waitForCloudInit(shell, target(), { clock: new ManualClock() })).toMatchObject({ state, detail });
  });

  it("says error, not done, when the VM has no cloud-init", async () => {
    const shell = answeringShell(() => result("\n--- azlin ledger ---\n"));
    expect(await waitForCloudInit(shell, target(), { clock: new ManualClock() })).toMatchObject({ state: "error" });
  });

  it("goes on over broken connections and tells progress", async () => {
    const clock = new ManualClock();
    const answers = [
      ledgerAnswer({ status: "running" }, "base\tok\t0\t9\t\n"),
      undefined,
      ledgerAnswer({ status: "done" }, "base\tok\t0\t9\t\ngo\tok\t0\t9\t\n"),
    ];
    const shell = answeringShell(() => {
      const answer = answers.shift();
      if (answer === undefined) throw lost;
      return result(answer);
    });
    const seen: number[] = [];
    const waiting = waitForCloudInit(shell, target(), { clock, onProgress: ({ length }) => seen.push(length) });
    await clock.advance(60_000);
    expect(await waiting).toMatchObject({ state: "done" });
    expect(seen).toEqual([1, 2]);
  });

  it("says timeout and how far it came", async () => {
    const clock = new ManualClock();
    const shell = answeringShell(() => result(ledgerAnswer({ status: "running" }, "base\tok\t0\t9\t\n")));
    const waiting = waitForCloudInit(shell, target(), { clock, budgetMs: 60_000 });
    await clock.advance(120_000);
    expect(await waiting).toMatchObject({ state: "timeout", detail: expect.stringContaining("'base'") });
  });
});

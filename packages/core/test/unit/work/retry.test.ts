import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ConflictError,
  ManualClock,
  NotFoundError,
  retry,
  seededRandom,
  ThrottledError,
  throttling,
  transientFailure,
  TransportError,
  waits,
  type RetryNotice,
  type RetryOptions,
} from "../../../src/index.ts";

const broken = new TransportError("TRANSPORT_FAILED", "connection reset");
const busy = new ConflictError("CONFLICT", "busy");

/** Runs a retry whose attempts throw these one after the other and then succeed; tells when each attempt was made. */
async function run(failures: readonly unknown[], options: RetryOptions) {
  const clock = new ManualClock(0);
  const attemptsAt: number[] = [];
  const notices: RetryNotice[] = [];
  const realMs = performance.now();
  const work = retry(
    async (attempt) => {
      attemptsAt.push(clock.now());
      if (attempt <= failures.length) throw failures[attempt - 1];
      return `attempt ${attempt}`;
    },
    { clock, random: seededRandom(1), onRetry: (notice) => notices.push(notice), ...options },
  ).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  await clock.advance(3_600_000);
  return { outcome: await work, attemptsAt, notices, pending: clock.pending, realMs: performance.now() - realMs };
}

describe("retry", () => {
  it("takes no real time on a manual clock", async () => {
    const { outcome, attemptsAt, realMs } = await run(
      Array.from({ length: 7 }, () => busy),
      {
        strategies: [waits([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000], { codes: ["CONFLICT"] })],
        maxAttempts: 8,
      },
    );
    expect(outcome).toEqual({ value: "attempt 8" });
    expect(attemptsAt).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000, 63_000, 123_000]);
    expect(realMs).toBeLessThan(900);
  });

  it("repeats the last of the fixed waits and gives up at the last attempt", async () => {
    const { outcome, attemptsAt } = await run(
      Array.from({ length: 9 }, () => busy),
      {
        strategies: [waits([10, 20], { codes: ["CONFLICT"] })],
        maxAttempts: 4,
      },
    );
    expect(outcome).toEqual({ error: busy });
    expect(attemptsAt).toEqual([0, 10, 30, 50]);
  });

  it("waits as long as Azure asked, or a default", async () => {
    const named = new ThrottledError("THROTTLED", "slow down", { retryAfterMs: 17_000 });
    const unnamed = new ThrottledError("THROTTLED", "slow down");
    const { attemptsAt, notices } = await run([named, unnamed], {});
    expect(attemptsAt).toEqual([0, 17_000, 22_000]);
    expect(notices).toEqual([
      { attempt: 1, error: named, afterMs: 17_000, strategy: "throttling" },
      { attempt: 2, error: unnamed, afterMs: 5_000, strategy: "throttling" },
    ]);
  });

  it("backs off with full jitter within doubling limits", () => {
    const strategy = transientFailure({ baseMs: 100, maxMs: 1_000 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer(), (attempt, seed) => {
        const decision = strategy.retry({ attempt, error: broken, elapsedMs: 0, random: seededRandom(seed) });
        const limit = Math.min(1_000, 100 * 2 ** (attempt - 1));
        expect("afterMs" in decision && decision.afterMs >= 0 && decision.afterMs <= limit).toBe(true);
      }),
    );
  });

  it("does not retry what no strategy claims", async () => {
    const missing = new NotFoundError("NOT_FOUND", "no such VM");
    for (const error of [missing, new TypeError("bug"), "text"]) {
      const { outcome, attemptsAt } = await run([error], {});
      expect(outcome).toEqual({ error });
      expect(attemptsAt).toHaveLength(1);
    }
  });

  it("retries even type errors and texts when a strategy wants it", async () => {
    const strategies = [{ name: "all", retry: () => ({ afterMs: 5 }) }];
    const { outcome } = await run([new TypeError("bug"), "text", null], { strategies });
    expect(outcome).toEqual({ value: "attempt 4" });
  });

  it("throws what a strategy says instead", async () => {
    const better = new Error("better");
    const { outcome } = await run([broken], { strategies: [{ name: "x", retry: () => ({ throw: better }) }] });
    expect(outcome).toEqual({ error: better });
  });

  it("begins no wait that would end beyond the deadline", async () => {
    const { outcome, attemptsAt, pending } = await run(
      Array.from({ length: 9 }, () => busy),
      {
        strategies: [throttling(), waits([400], { codes: ["CONFLICT"] })],
        deadlineMs: 1_000,
        maxAttempts: 10,
      },
    );
    expect(outcome).toEqual({ error: busy });
    expect(attemptsAt).toEqual([0, 400, 800]);
    expect(pending).toBe(0);
  });

  it("stops waiting when the signal aborts", async () => {
    const clock = new ManualClock();
    const controller = new AbortController();
    const work = retry(() => Promise.reject(broken), { clock, signal: controller.signal });
    const outcome = work.catch((error: unknown) => error);
    await clock.advance(0);
    controller.abort(new Error("stop"));
    expect(await outcome).toMatchObject({ message: "stop" });
    expect(clock.pending).toBe(0);
  });

  it("tells the signal's reason when the attempt itself was aborted", async () => {
    const controller = new AbortController();
    const work = retry(
      async () => {
        controller.abort(new Error("stop"));
        throw broken;
      },
      { signal: controller.signal },
    );
    await expect(work).rejects.toThrow("stop");
  });

  it("keeps the result of an attempt that succeeds while the signal aborts", async () => {
    const controller = new AbortController();
    const work = retry(
      async () => {
        controller.abort();
        return "made";
      },
      { signal: controller.signal },
    );
    expect(await work).toBe("made");
  });

  it("uses the system's clock and chance by default", async () => {
    let attempts = 0;
    const strategies = [transientFailure({ baseMs: 1 })];
    const work = retry(
      async () => {
        if (++attempts < 3) throw broken;
        return attempts;
      },
      { strategies },
    );
    expect(await work).toBe(3);
  });
});

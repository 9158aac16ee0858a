import { ManualClock } from "@azlin/core";
import { verifies } from "@azlin/testing";
import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import { describe, expect, it } from "vitest";
import { LockRenewals } from "../../src/receive/lock-renewals.ts";

const MINUTE_MS = 60_000;

/** Locks in a time of their own, which the clock of Service Bus is ahead of, and seconds at which they were renewed. */
function locksIn(
  lockMs: number,
  { serviceAheadMs = 0, failsAt = [] as number[], isLost = false, answersAfterMs = 0 } = {},
) {
  const clock = new ManualClock(0);
  const renewedAt: number[] = [];
  const failures: unknown[] = [];
  const lockEnd = (): Date => new Date(clock.now() + lockMs + serviceAheadMs);
  const locks = new LockRenewals({
    renew: async () => {
      renewedAt.push(clock.now() / 1_000);
      await clock.delay(answersAfterMs);
      if (failsAt.includes(renewedAt.length)) throw new Error("Not now.");
      return lockEnd();
    },
    failed: (error) => {
      failures.push(error);
      return !isLost;
    },
    maxMs: 5 * MINUTE_MS,
    clock,
  });
  const message = { lockedUntilUtc: lockEnd() } as ServiceBusReceivedMessage;
  return { clock, locks, message, renewedAt, failures };
}

describe("A lock", () => {
  it.each([
    ["five seconds", 5_000, 2.5],
    ["twenty seconds", 20_000, 10],
    ["a minute, in case a clock goes wrong,", MINUTE_MS, 15],
  ])("of %s is renewed for as long as its message is held", async (_name, lockMs, everySeconds) => {
    verifies("BUS-03");
    const { clock, locks, message, renewedAt } = locksIn(lockMs);
    locks.hold(message);
    await clock.advance(MINUTE_MS);
    expect(renewedAt.length).toBeGreaterThanOrEqual(Math.floor(60 / everySeconds) - 1);
    const gaps = renewedAt.map((at, index) => at - (renewedAt[index - 1] ?? 0));
    expect(Math.max(...gaps) * 1_000).toBeLessThan(lockMs);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(everySeconds);
    locks.release(message);
    await clock.advance(MINUTE_MS);
    expect(renewedAt).toHaveLength(gaps.length);
    expect(clock.pending).toBe(0);
  });

  it.each([-MINUTE_MS, MINUTE_MS])("is kept when the clock of Service Bus is %i ms ahead", async (serviceAheadMs) => {
    verifies("BUS-03");
    const { clock, locks, message, renewedAt } = locksIn(30_000, { serviceAheadMs });
    locks.hold(message);
    await clock.advance(2 * MINUTE_MS);
    const gaps = renewedAt.map((at, index) => at - (renewedAt[index - 1] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(30);
    expect(renewedAt.at(-1)).toBeGreaterThan(100);
    locks.close();
  });

  it("is let go after the longest time, so that a handler that hangs does not keep its message for ever", async () => {
    verifies("BUS-03");
    const { clock, locks, message, renewedAt } = locksIn(20_000);
    locks.hold(message);
    await clock.advance(60 * MINUTE_MS);
    expect(renewedAt.at(-1)).toBeLessThan(300);
    expect(clock.pending).toBe(0);
  });

  it("that could not be renewed is tried again while it lasts", async () => {
    verifies("BUS-05");
    const { clock, locks, message, renewedAt } = locksIn(20_000, { failsAt: [1, 2, 3] });
    locks.hold(message);
    await clock.advance(15_000);
    expect(renewedAt).toEqual([10, 10.5, 11, 11.5]);
    locks.close();
  });

  it("that is lost is not asked for again", async () => {
    verifies("BUS-05");
    const { clock, locks, message, renewedAt } = locksIn(20_000, { failsAt: [1], isLost: true });
    locks.hold(message);
    await clock.advance(5 * MINUTE_MS);
    expect(renewedAt).toEqual([10]);
  });

  it("is not asked for again before there is an answer", async () => {
    verifies("BUS-03");
    const { clock, locks, message, renewedAt } = locksIn(20_000, { answersAfterMs: 3_000 });
    locks.hold(message);
    await clock.advance(25_000);
    expect(renewedAt).toEqual([10, 23]);
    locks.close();
  });

  it("is nobody's trouble when its message was let go before it could not be renewed", async () => {
    verifies("BUS-05");
    const { clock, locks, message, renewedAt, failures } = locksIn(20_000, { failsAt: [1], answersAfterMs: 3_000 });
    locks.hold(message);
    await clock.advance(11_000);
    locks.release(message);
    await clock.advance(MINUTE_MS);
    expect(renewedAt).toEqual([10]);
    expect(failures).toEqual([]);
  });
});

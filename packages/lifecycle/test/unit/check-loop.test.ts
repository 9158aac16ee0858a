import { ManualClock, seededRandom } from "@azlin/core";
import pLimit from "p-limit";
import { describe, expect, onTestFinished, test } from "vitest";
import { runCheckLoop } from "../../src/daemon/check-loop.ts";
import { Lateness } from "../../src/daemon/lateness.ts";

interface Loop {
  readonly clock: ManualClock;
  /** When checks were made, in seconds since the start. */
  readonly seconds: readonly number[];
  readonly gaps: readonly number[];
  readonly lateness: Lateness;
}

function loopOf(
  check: (clock: ManualClock) => Promise<number | undefined>,
  clock: ManualClock = new ManualClock(),
): Loop {
  const startMs = clock.now();
  const seconds: number[] = [];
  const gaps: number[] = [];
  const lateness = new Lateness();
  const end = new AbortController();
  onTestFinished(() => end.abort());
  void runCheckLoop(
    () => {
      seconds.push((clock.now() - startMs) / 1_000);
      return check(clock);
    },
    {
      clock,
      random: seededRandom(1),
      slots: pLimit(1),
      intervalMs: () => 60_000,
      firstDelayMs: 0,
      onLateness: (ms) => lateness.record(ms),
      onGap: () => gaps.push(clock.now() - startMs),
      signal: end.signal,
    },
  );
  return { clock, seconds, gaps, lateness };
}

describe("runCheckLoop", () => {
  test("checks once in an interval, a little more or less, however long a check takes", async () => {
    const { clock, seconds } = loopOf(async (time) => {
      await time.delay(20_000);
      return undefined;
    });
    await clock.advance(60 * 60_000);
    const steps = seconds.slice(1).map((at, index) => at - seconds[index]!);
    expect(seconds.length).toBeGreaterThan(57);
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(54);
    expect(Math.max(...steps)).toBeLessThanOrEqual(66);
    expect(new Set(steps).size).toBeGreaterThan(40);
  });

  test("checks sooner when the check asks for it", async () => {
    let isFirst = true;
    const { clock, seconds } = loopOf(() => {
      const soonMs = isFirst ? 5_000 : undefined;
      isFirst = false;
      return Promise.resolve(soonMs);
    });
    await clock.advance(10_000);
    expect(seconds).toStrictEqual([0, 5]);
  });

  test("after a sleep of the machine it says so, and spreads the checks", async () => {
    const clock = new SleepyClock();
    const { seconds, gaps } = loopOf(() => Promise.resolve(undefined), clock);
    await clock.advance(120_000);
    const before = seconds.length;
    clock.sleep(8 * 3_600_000);
    await clock.advance(60_000);
    expect(gaps).toHaveLength(1);
    expect(seconds.length).toBeGreaterThanOrEqual(before);
    await clock.advance(60_000);
    expect(seconds.length).toBeGreaterThan(before);
  });
});

/** A clock whose timers stand still while the machine sleeps. */
class SleepyClock extends ManualClock {
  #sleptMs = 0;

  sleep(ms: number): void {
    this.#sleptMs += ms;
  }

  override now(): number {
    return super.now() + this.#sleptMs;
  }
}

describe("Lateness", () => {
  test("reports quantiles of what it was told, and nothing without any", () => {
    const lateness = new Lateness();
    expect(lateness.report()).toStrictEqual({ checks: 0, p50Ms: 0, p99Ms: 0, maxMs: 0 });
    for (let ms = 1; ms <= 100; ms += 1) lateness.record(ms);
    lateness.record(-5);
    expect(lateness.report()).toStrictEqual({ checks: 101, p50Ms: 50, p99Ms: 99, maxMs: 100 });
  });
});

import { describe, expect, it, vi } from "vitest";
import { ManualClock, randomGuid, seededRandom, systemClock, systemRandom } from "../../../src/index.ts";

describe("systemClock", () => {
  it("tells the time and waits", async () => {
    const before = systemClock.now();
    await systemClock.delay(15);
    expect(systemClock.now() - before).toBeGreaterThanOrEqual(14);
  });

  it("stops waiting with the reason of the signal", async () => {
    const controller = new AbortController();
    const wait = systemClock.delay(60_000, { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(wait).rejects.toThrow("enough");
    await expect(systemClock.delay(1, { signal: controller.signal })).rejects.toThrow("enough");
  });

  it("waits longer than one timer can hold", async () => {
    vi.useFakeTimers();
    try {
      let isOver = false;
      void systemClock.delay(2 ** 31 + 1_000).then(() => (isOver = true));
      await vi.advanceTimersByTimeAsync(2 ** 31);
      expect(isOver).toBe(false);
      await vi.advanceTimersByTimeAsync(1_000);
      expect(isOver).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("ManualClock", () => {
  it("stands still until it is advanced", async () => {
    const clock = new ManualClock(1_000);
    let isOver = false;
    void clock.delay(500).then(() => (isOver = true));
    await clock.advance(499);
    expect([clock.now(), clock.pending, isOver]).toEqual([1_499, 1, false]);
    await clock.advance(1);
    expect([clock.now(), clock.pending, isOver]).toEqual([1_500, 0, true]);
  });

  it("ends delays in the order they fall due, the earlier made first", async () => {
    const clock = new ManualClock(0);
    const order: string[] = [];
    const wait = async (name: string, ms: number): Promise<void> => {
      await clock.delay(ms);
      order.push(`${name}@${clock.now()}`);
    };
    void Promise.all([wait("late", 30), wait("first", 10), wait("second", 10), wait("now", -5)]);
    await clock.advance(100);
    expect(order).toEqual(["now@0", "first@10", "second@10", "late@30"]);
  });

  it("runs delays that begin while it advances", async () => {
    const clock = new ManualClock(0);
    const ticks: number[] = [];
    const loop = async (): Promise<void> => {
      for (;;) {
        await clock.delay(10);
        ticks.push(clock.now());
      }
    };
    void loop();
    await clock.advance(35);
    expect(ticks).toEqual([10, 20, 30]);
    expect(clock.now()).toBe(35);
  });

  it("goes through advances made at once one after the other", async () => {
    const clock = new ManualClock(0);
    await Promise.all([clock.advance(10), clock.advance(10)]);
    expect(clock.now()).toBe(20);
  });

  it("forgets a delay whose signal aborts", async () => {
    const clock = new ManualClock();
    const controller = new AbortController();
    const wait = clock.delay(10, { signal: controller.signal });
    const other = clock.delay(10, { signal: new AbortController().signal });
    controller.abort(new Error("enough"));
    await expect(wait).rejects.toThrow("enough");
    expect(clock.pending).toBe(1);
    await clock.advance(10);
    await other;
    await expect(clock.delay(10, { signal: controller.signal })).rejects.toThrow("enough");
  });
});

describe("Random", () => {
  it("repeats with the same seed and stays within [0, 1)", () => {
    const draw = (seed: number): number[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 50 }, () => random.next());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    for (const number of [...draw(7), systemRandom.next()]) {
      expect(number).toBeGreaterThanOrEqual(0);
      expect(number).toBeLessThan(1);
    }
  });

  it("draws version 4 GUIDs", () => {
    expect(randomGuid(seededRandom(1))).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });
});

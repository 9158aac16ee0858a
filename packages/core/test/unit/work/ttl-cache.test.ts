import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ManualClock, TtlCache } from "../../../src/index.ts";

describe("TtlCache", () => {
  it("gives a fresh value with its age, then a stale one, then nothing", async () => {
    const clock = new ManualClock();
    const cache = new TtlCache<string, number>({ ttlMs: 100, maxStaleMs: 300, clock });
    cache.set("a", 1);
    await clock.advance(99);
    expect(cache.get("a")).toEqual({ value: 1, ageMs: 99 });
    await clock.advance(1);
    expect(cache.get("a")).toBeUndefined();
    expect(cache.getStale("a")).toEqual({ value: 1, ageMs: 100 });
    await clock.advance(200);
    expect(cache.getStale("a")).toBeUndefined();
    expect(cache.size).toBe(0);
  });

  it("never gives anything beyond its maximum age, whatever happened", async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("set" as const), key: fc.integer({ min: 0, max: 3 }) }),
      fc.record({ kind: fc.constant("get" as const), key: fc.integer({ min: 0, max: 3 }) }),
      fc.record({ kind: fc.constant("wait" as const), key: fc.integer({ min: 0, max: 80 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step), fc.nat(100), fc.nat(200), async (steps, ttlMs, maxStaleMs) => {
        const clock = new ManualClock(0);
        const cache = new TtlCache<number, number>({ maxEntries: 3, ttlMs, maxStaleMs, clock });
        for (const { kind, key } of steps) {
          if (kind === "set") cache.set(key, clock.now());
          if (kind === "wait") await clock.advance(key);
          const fresh = cache.get(key);
          const stale = cache.getStale(key);
          expect(fresh?.ageMs ?? -1).toBeLessThan(ttlMs);
          expect(stale?.ageMs ?? -1).toBeLessThan(Math.max(ttlMs, maxStaleMs));
          expect(stale?.ageMs).toBe(stale && clock.now() - stale.value);
          expect(cache.size).toBeLessThanOrEqual(3);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("drops the entry that was not used for longest", () => {
    const cache = new TtlCache<string, number>({ maxEntries: 2, clock: new ManualClock() });
    cache.set("a", 1);
    cache.set("b", 2);
    cache.get("a");
    cache.set("c", 3);
    expect([cache.get("a"), cache.get("b"), cache.get("c")].map((found) => found?.value)).toEqual([1, undefined, 3]);
  });

  it("forgets on request", () => {
    const cache = new TtlCache<string, undefined>();
    cache.set("a", undefined);
    cache.set("b", undefined);
    cache.delete("a");
    expect(cache.get("a")).toBeUndefined();
    expect(cache.get("b")?.value).toBeUndefined();
    cache.clear();
    expect(cache.size).toBe(0);
  });

  it("does not trust a value from the future", () => {
    let nowMs = 1_000;
    const clock = { now: () => nowMs, delay: () => Promise.resolve() };
    const cache = new TtlCache<string, number>({ clock });
    cache.set("a", 1);
    nowMs = 500;
    expect(cache.getStale("a")).toBeUndefined();
  });
});

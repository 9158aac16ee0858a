import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changeRate,
  closeBucket,
  fullBucket,
  ManualClock,
  msUntilToken,
  parseRetryAfter,
  RateLimiter,
  remainingRequests,
  takeToken,
  type HeaderGetter,
} from "../../../src/index.ts";

function headers(values: Record<string, string>): HeaderGetter {
  return (name) => values[name.toLowerCase()];
}

describe("token bucket", () => {
  it("never gives more than its capacity plus what has dripped in", () => {
    const steps = fc.array(
      fc.record({ afterMs: fc.integer({ min: 0, max: 2_000 }), tries: fc.integer({ min: 0, max: 20 }) }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 50 }), steps, (capacity, rate, taken) => {
        let bucket = fullBucket(capacity, rate, 0);
        let nowMs = 0;
        let count = 0;
        for (const { afterMs, tries } of taken) {
          nowMs += afterMs;
          for (let index = 0; index < tries; index += 1) {
            const next = takeToken(bucket, nowMs);
            if (next === undefined) break;
            bucket = next;
            count += 1;
          }
          expect(bucket.tokens).toBeGreaterThanOrEqual(0);
          expect(bucket.tokens).toBeLessThanOrEqual(capacity);
        }
        expect(count).toBeLessThanOrEqual(capacity + (nowMs / 1_000) * rate + 1e-6);
      }),
    );
  });

  it("gives a token after exactly the wait that it names, and not a millisecond earlier", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 5_000 }), (rate, closedMs) => {
        let bucket = takeToken(fullBucket(1, rate, 0), 0)!;
        bucket = closeBucket(bucket, 0, closedMs);
        const waitMs = msUntilToken(bucket, 0);
        expect(waitMs).toBeGreaterThan(closedMs);
        expect(takeToken(bucket, waitMs)).toBeDefined();
        expect(takeToken(bucket, waitMs - 1)).toBeUndefined();
      }),
    );
  });

  it("stays closed as long as the longer of two closings says", () => {
    const bucket = closeBucket(closeBucket(fullBucket(5, 1, 0), 0, 900), 0, 300);
    expect(msUntilToken(bucket, 0)).toBe(900);
    expect(msUntilToken(changeRate(bucket, 900, 10), 900)).toBe(0);
  });
});

describe("parseRetryAfter", () => {
  const nowMs = Date.UTC(2026, 0, 1);

  it("reads seconds, milliseconds and dates for any number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (count) => {
        expect(parseRetryAfter(headers({ "retry-after": ` ${count} ` }), nowMs)).toBe(count * 1_000);
        expect(parseRetryAfter(headers({ "retry-after-ms": `${count}`, "retry-after": "9" }), nowMs)).toBe(count);
        expect(parseRetryAfter(headers({ "x-ms-retry-after-ms": `${count}` }), nowMs)).toBe(count);
        const date = new Date(nowMs + count * 1_000).toUTCString();
        expect(parseRetryAfter(headers({ "retry-after": date }), nowMs)).toBe(count * 1_000);
      }),
    );
  });

  it("never answers anything but undefined or a finite wait, whatever stands there", () => {
    const text = fc.oneof(fc.string(), fc.double().map(String), fc.date({ noInvalidDate: true }).map(String));
    fc.assert(
      fc.property(text, (value) => {
        const ms = parseRetryAfter(headers({ "retry-after": value }), nowMs);
        expect(ms === undefined || (Number.isFinite(ms) && ms >= 0)).toBe(true);
      }),
    );
  });

  it.each([
    ["", undefined],
    ["-5", undefined],
    ["1.5", undefined],
    ["soon 1", undefined],
    ["Mon, 99 Xyz 2026 00:00:00 GMT", undefined],
    ["Wed, 31 Dec 2025 00:00:00 GMT", 0],
  ])("takes %j for %s", (value, ms) => {
    expect(parseRetryAfter(headers({ "retry-after": value }), nowMs)).toBe(ms);
  });
});

describe("remainingRequests", () => {
  it("takes the lowest of all limits an answer tells", () => {
    const get = headers({
      "x-ms-ratelimit-remaining-subscription-reads": "11999",
      "x-ms-ratelimit-remaining-resource":
        "Microsoft.Compute/HighCostGet3Min;159,Microsoft.Compute/HighCostGet30Min;77",
    });
    expect(remainingRequests(get)).toBe(77);
    expect(remainingRequests(headers({ "x-ms-ratelimit-remaining-tenant-reads": "many" }))).toBeUndefined();
  });
});

describe("RateLimiter", () => {
  /** Milliseconds at which each of `count` requests goes out. */
  async function schedule(limiter: RateLimiter, clock: ManualClock, count: number): Promise<number[]> {
    const startMs = clock.now();
    const times: number[] = [];
    const all = Promise.all(
      Array.from({ length: count }, async () => {
        await limiter.acquire();
        times.push(clock.now() - startMs);
      }),
    );
    await clock.advance(600_000);
    await all;
    return times;
  }

  it("lets a burst through and then keeps its rate", async () => {
    const clock = new ManualClock();
    const limiter = new RateLimiter({ capacity: 3, requestsPerSecond: 10, clock });
    expect(await schedule(limiter, clock, 6)).toEqual([0, 0, 0, 100, 200, 300]);
  });

  it.each([
    [429, { "retry-after": "2" }, 2_000],
    [429, { "retry-after-ms": "250" }, 250],
    [503, { "x-ms-retry-after-ms": "40" }, 40],
    [429, {}, 1_000],
    [503, {}, 0],
    [202, { "retry-after": "10" }, 0],
  ])("pauses after a %i with %o for %i ms", async (status, values: Record<string, string>, ms) => {
    const clock = new ManualClock();
    const limiter = new RateLimiter({ clock });
    limiter.report(headers(values), status);
    expect(await schedule(limiter, clock, 2)).toEqual([ms, ms]);
  });

  it("makes those who wait already wait through a pause", async () => {
    const clock = new ManualClock();
    const limiter = new RateLimiter({ capacity: 1, requestsPerSecond: 10, clock });
    const times = schedule(limiter, clock, 3);
    limiter.report(headers({ "retry-after": "5" }), 429);
    expect(await times).toEqual([0, 5_100, 5_200]);
  });

  it("slows down while few requests remain and recovers by itself", async () => {
    const clock = new ManualClock();
    const limiter = new RateLimiter({ capacity: 10, requestsPerSecond: 10, lowRemaining: 20, clock });
    limiter.report(headers({ "x-ms-ratelimit-remaining-subscription-writes": "2" }), 200);
    limiter.report(headers({ "x-ms-ratelimit-remaining-subscription-reads": "11000" }), 200);
    limiter.report(headers({ "x-ms-ratelimit-remaining-subscription-reads": "19" }), 200);
    expect(await schedule(limiter, clock, 6)).toEqual([0, 0, 1_000, 2_000, 3_000, 4_000]);
    expect((await schedule(limiter, clock, 12)).at(-1)).toBe(200);
  });

  it("lets a waiter go that aborts, and the others move up", async () => {
    const clock = new ManualClock();
    const limiter = new RateLimiter({ capacity: 1, requestsPerSecond: 1, clock });
    const controller = new AbortController();
    await limiter.acquire({ signal: controller.signal });
    const aborted = limiter.acquire({ signal: controller.signal });
    let isServed = false;
    void limiter.acquire({ signal: new AbortController().signal }).then(() => (isServed = true));
    controller.abort(new Error("stop"));
    await expect(aborted).rejects.toThrow("stop");
    await clock.advance(1_000);
    expect(isServed).toBe(true);
    await expect(limiter.acquire({ signal: controller.signal })).rejects.toThrow("stop");
  });

  it("leaves no timer when the last waiter has gone, and serves the next one", async () => {
    const clock = new ManualClock();
    const limiter = new RateLimiter({ capacity: 1, requestsPerSecond: 1, clock });
    const controller = new AbortController();
    await limiter.acquire();
    const aborted = limiter.acquire({ signal: controller.signal });
    controller.abort(new Error("stop"));
    await expect(aborted).rejects.toThrow("stop");
    expect(clock.pending).toBe(0);
    const next = limiter.acquire();
    await clock.advance(1_000);
    await next;
  });

  it("serves with one timer those who come the moment the last waiter goes", async () => {
    const clock = new ManualClock();
    const limiter = new RateLimiter({ capacity: 1, requestsPerSecond: 1, clock });
    const controller = new AbortController();
    await limiter.acquire();
    const aborted = limiter.acquire({ signal: controller.signal });
    controller.abort(new Error("stop"));
    const next = limiter.acquire();
    await expect(aborted).rejects.toThrow("stop");
    await clock.advance(0);
    expect(clock.pending).toBe(1);
    await clock.advance(1_000);
    await next;
  });
});

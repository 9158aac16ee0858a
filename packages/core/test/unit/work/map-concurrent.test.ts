import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ManualClock, mapConcurrent, mapConcurrentSettled } from "../../../src/index.ts";

async function* readable(count: number, onRead: (index: number) => void = () => {}): AsyncGenerator<number> {
  for (let index = 0; index < count; index += 1) {
    onRead(index);
    yield index;
  }
}

describe("mapConcurrent", () => {
  it("keeps the order and the limit, whatever takes how long", async () => {
    const cases = fc.record({
      durations: fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 30 }),
      concurrency: fc.integer({ min: 1, max: 8 }),
      isAsync: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ durations, concurrency, isAsync }) => {
        const clock = new ManualClock();
        let running = 0;
        let most = 0;
        const items = isAsync ? readable(durations.length) : durations.keys();
        const work = mapConcurrent(items, { concurrency }, async (item) => {
          most = Math.max(most, ++running);
          await clock.delay(durations[item]!);
          running -= 1;
          return item;
        });
        await clock.advance(5_000);
        expect(await work).toEqual([...durations.keys()]);
        expect(most).toBe(Math.min(concurrency, durations.length));
      }),
      { numRuns: 40 },
    );
  });

  it("reads an async iterable no further than it has free calls", async () => {
    const clock = new ManualClock();
    let read = 0;
    const work = mapConcurrent(
      readable(10, () => (read += 1)),
      { concurrency: 3 },
      () => clock.delay(10),
    );
    await clock.advance(0);
    expect(read).toBe(3);
    await clock.advance(10);
    expect(read).toBe(6);
    await clock.advance(100);
    await work;
  });

  it("throws the first failure once the calls under way have ended, and makes no more", async () => {
    const clock = new ManualClock();
    const begun: number[] = [];
    let finished = 0;
    let isClosed = false;
    const items = (async function* items() {
      try {
        yield* readable(10);
      } finally {
        isClosed = true;
      }
    })();
    const work = mapConcurrent(items, { concurrency: 2 }, async (item) => {
      begun.push(item);
      if (item === 0) throw new Error("first");
      await clock.delay(20);
      finished += 1;
    });
    const outcome = work.catch((error: unknown) => error);
    await clock.advance(100);
    expect(await outcome).toMatchObject({ message: "first" });
    expect(begun).toEqual([0, 1]);
    expect([finished, isClosed]).toEqual([1, true]);
  });

  it("makes no more calls once the signal aborts", async () => {
    const controller = new AbortController();
    const begun: number[] = [];
    const work = mapConcurrent([1, 2, 3], { concurrency: 1, signal: controller.signal }, async (item) => {
      begun.push(item);
      controller.abort(new Error("stop"));
    });
    await expect(work).rejects.toThrow("stop");
    expect(begun).toEqual([1]);
  });

  it("takes plain results and uses a default limit", async () => {
    expect(await mapConcurrent(new Set([1, 2]), {}, (item, index) => item * 10 + index)).toEqual([10, 21]);
  });
});

describe("mapConcurrentSettled", () => {
  it("reports every item, the failures too", async () => {
    const error = new Error("odd");
    const reports = await mapConcurrentSettled([1, 2, 3], { concurrency: 2 }, async (item) => {
      if (item % 2 === 1) throw error;
      return item * 2;
    });
    expect(reports).toEqual([
      { ok: false, item: 1, error },
      { ok: true, item: 2, value: 4 },
      { ok: false, item: 3, error },
    ]);
  });

  it("reports the items that an abort kept from being begun", async () => {
    const controller = new AbortController();
    const reason = new Error("stop");
    const reports = await mapConcurrentSettled(
      [1, 2, 3],
      { concurrency: 1, signal: controller.signal },
      async (item) => {
        controller.abort(reason);
        return item;
      },
    );
    expect(reports).toEqual([
      { ok: true, item: 1, value: 1 },
      { ok: false, item: 2, error: reason },
      { ok: false, item: 3, error: reason },
    ]);
  });

  it("throws when the items cannot be listed to their end", async () => {
    const controller = new AbortController();
    const aborted = mapConcurrentSettled(readable(5), { concurrency: 1, signal: controller.signal }, async () =>
      controller.abort(new Error("stop")),
    );
    await expect(aborted).rejects.toThrow("stop");
    const broken = mapConcurrentSettled(
      readable(5, (index) => {
        if (index === 2) throw new Error("page lost");
      }),
      {},
      async (item) => item,
    );
    await expect(broken).rejects.toThrow("page lost");
  });
});

import { ManualClock } from "@azlin/core";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { watch, type Rebuild } from "../../src/receive/watchdog.ts";

const MINUTE_MS = 60_000;

/** A receiver in a time of its own, with the default patience, and when it was made anew. */
function watched(hasBacklog: (nowMs: number) => Promise<boolean>) {
  const clock = new ManualClock(0);
  const rebuilds: (Rebuild & { readonly atMs: number })[] = [];
  const state = { lastMessageMs: 0 };
  const ending = new AbortController();
  const ended = watch(
    { lastMessageMs: () => state.lastMessageMs, isFree: () => true, hasBacklog: () => hasBacklog(clock.now()) },
    { watchIntervalMs: 5_000, stalledAfterMs: 10_000, clock },
    {
      signal: ending.signal,
      rebuild: async (why) => {
        rebuilds.push({ ...why, atMs: clock.now() });
        state.lastMessageMs = clock.now();
      },
    },
  );
  const end = async (): Promise<void> => {
    ending.abort();
    await ended;
  };
  return { clock, rebuilds, state, end };
}

describe("The watchdog", () => {
  it("has a stalled receiver made anew within thirty seconds", async () => {
    verifies("BUS-05");
    const { clock, rebuilds, end } = watched(async () => true);
    await clock.advance(30_000);
    expect(rebuilds[0]).toMatchObject({ reason: "stalled" });
    expect(rebuilds[0]!.atMs).toBeLessThanOrEqual(15_000);
    await end();
  });

  it("has the receiver made anew through an outage of ten minutes, not in haste, and lets it be afterwards", async () => {
    verifies("BUS-05");
    const { clock, rebuilds, end } = watched((nowMs) =>
      nowMs < 10 * MINUTE_MS ? new Promise<boolean>(() => {}) : Promise.resolve(false),
    );
    await clock.advance(10 * MINUTE_MS);
    const during = rebuilds.length;
    expect(new Set(rebuilds.map(({ reason }) => reason))).toEqual(new Set(["silent"]));
    expect(during).toBeGreaterThan(10);
    expect(during).toBeLessThanOrEqual(60);
    await clock.advance(10 * MINUTE_MS);
    expect(rebuilds.length - during).toBeLessThanOrEqual(1);
    await end();
  });

  it("is patient when others hold what waits: farther and farther apart", async () => {
    verifies("BUS-05");
    const { clock, rebuilds, end } = watched(async () => true);
    await clock.advance(10 * MINUTE_MS);
    const apart = rebuilds.slice(1).map(({ atMs }, index) => atMs - rebuilds[index]!.atMs);
    expect(apart.slice(0, 3)).toEqual([20_000, 40_000, 80_000]);
    await end();
  });

  it("lets a receiver be that has nothing to receive", async () => {
    verifies("BUS-05");
    const { clock, rebuilds, end } = watched(async () => false);
    await clock.advance(60 * MINUTE_MS);
    expect(rebuilds).toEqual([]);
    await end();
  });
});

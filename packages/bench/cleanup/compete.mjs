import { resourceKey } from "@azlin/core";
import { openWorld } from "./open-world.mjs";
import { truthOf } from "./truth.mjs";

/** What was begun goes on when a contestant has ended; nothing in the recordings takes longer. */
const SETTLES_MS = 3_600_000;

/**
 * Lets somebody clean up a world of their own.
 *
 * @param contestant - answers the ids of which it says that they are deleted, or kept.
 * @returns what is true of it, by the emulator's own store.
 */
export async function compete(world, contestant, { throttling } = {}) {
  const { emulator, clock, requests, durations } = openWorld(world, { throttling });
  const [subscriptionId] = emulator.transport().subscriptionIds;
  const truth = truthOf(world, durations);
  try {
    const sinceMs = clock.now();
    const told = await contestant({ emulator, clock, world: { ...world, subscriptionId } });
    const ms = clock.now() - sinceMs;
    const counts = countsOf(requests);
    const proof = await told.prove?.();
    emulator.clock.advance(SETTLES_MS);
    await emulator.settled();
    return { ms, criticalPathMs: truth.criticalPathMs, ...counts, ...judge(emulator, truth, told), proof };
  } finally {
    await emulator.stop();
  }
}

function countsOf({ total, throttled, deletes }) {
  const calls = [...deletes.values()].reduce((sum, count) => sum + count, 0);
  const networkTargets = [...deletes.keys()].filter((key) => key.includes("/microsoft.network/")).length;
  return { requests: total, throttled, calls, targets: deletes.size, networkTargets };
}

function judge({ world: { store } }, { ours, foreign, stays }, { deleted, kept }) {
  const left = new Set(ours.filter((id) => store.has(id)).map(resourceKey));
  const mayStay = new Set([...stays].map(resourceKey));
  const isLeft = (id) => left.has(resourceKey(id));
  return {
    ours: ours.length,
    leaks: [...left].filter((key) => !mayStay.has(key)).length,
    wrongDeletes: foreign.filter((id) => !store.has(id)).length,
    /** Those that have to stay and were reported to be there, of all that have to. */
    blocked: kept.filter((id) => isLeft(id) && mayStay.has(resourceKey(id))).length,
    mustStay: ours.filter((id) => stays.has(id)).length,
    /** Said to be gone, and there. */
    untrue: deleted.filter(isLeft).length,
  };
}

import type { HealHistory } from "./heal-history.ts";

/**
 * The history as it is when the clock shows `atMs`. A clock that was set back takes all of it along: spans stay as long
 * as they were, so that no grace lasts for years and no heal is forgotten.
 */
export function notLater(history: HealHistory, atMs: number): HealHistory {
  const aheadMs = latest(history) - atMs;
  if (!(aheadMs > 0)) return history;
  const earlier = (time: number | null): number | null => (time === null ? null : time - aheadMs);
  return {
    ...history,
    heals: history.heals.map((heal) => ({ ...heal, atMs: heal.atMs - aheadMs })),
    healingSinceMs: earlier(history.healingSinceMs),
    notBeforeMs: earlier(history.notBeforeMs),
    circuitOpenedAtMs: earlier(history.circuitOpenedAtMs),
    recoveringSinceMs: earlier(history.recoveringSinceMs),
    failingSinceMs: earlier(history.failingSinceMs),
    lastChangeAtMs: earlier(history.lastChangeAtMs),
  };
}

function latest({ heals, recoveringSinceMs, failingSinceMs, lastChangeAtMs }: HealHistory): number {
  return Math.max(heals.at(-1)?.atMs ?? 0, recoveringSinceMs ?? 0, failingSinceMs ?? 0, lastChangeAtMs ?? 0);
}

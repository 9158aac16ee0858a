import type { HealHistory } from "./heal-history.ts";

/**
 * The history without a heal that turned out never to have happened: it costs no budget, nothing waits for it, and a
 * circuit that opened with it is closed again.
 */
export function withoutHeal(history: HealHistory, atMs: number): HealHistory {
  const heals = history.heals.filter((heal) => heal.atMs !== atMs);
  const ended = { ...history, isUnderWay: false };
  if (heals.length === history.heals.length) return ended;
  return {
    ...ended,
    heals,
    healingSinceMs: null,
    notBeforeMs: null,
    circuitOpenedAtMs: history.circuitOpenedAtMs === atMs ? null : history.circuitOpenedAtMs,
    lastChangeAtMs: history.lastChangeAtMs === atMs ? null : history.lastChangeAtMs,
    healsInVain: Math.max(0, history.healsInVain - 1),
    backoffSteps: Math.max(0, history.backoffSteps - 1),
  };
}

import type { Observation } from "@azlin/health";
import type { HealHistory } from "./heal-history.ts";
import type { HealingPolicy } from "./healing-policy.ts";

/** When a VM's power was last changed, by anyone, as far as checks and heals can tell; `null` when nobody saw a change. */
export function lastChange(
  history: HealHistory,
  observation: Observation,
  { graceMs }: Pick<HealingPolicy, "graceMs">,
): number | null {
  const { atMs, power } = observation;
  if (power.state === "unknown") return history.lastChangeAtMs;
  if (history.power !== null) return isChanged(history, observation) ? atMs : history.lastChangeAtMs;
  // The first sight of it: Azure may have made or started it a short time ago.
  const sinceMs = power.operationAtMs;
  const isFresh = sinceMs !== null && sinceMs <= atMs && atMs - sinceMs < graceMs;
  return isFresh ? Math.max(sinceMs, history.lastChangeAtMs ?? sinceMs) : history.lastChangeAtMs;
}

function isChanged(history: HealHistory, { power: { state, operationAtMs } }: Observation): boolean {
  if (state !== history.power) return true;
  // A restart: it runs before and after, but Azure has done something to it.
  return operationAtMs !== null && history.operationAtMs !== null && operationAtMs !== history.operationAtMs;
}

/** Whether a VM's power was changed so short a time ago that it is not healed. */
export function isInHealGrace(
  { lastChangeAtMs }: Pick<HealHistory, "lastChangeAtMs">,
  { graceMs }: Pick<HealingPolicy, "graceMs">,
  atMs: number,
): boolean {
  return lastChangeAtMs !== null && atMs - lastChangeAtMs < graceMs;
}

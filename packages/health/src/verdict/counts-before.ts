import { newCounts, type HealthCounts } from "./health-counts.ts";
import type { HealthHistory } from "./health-history.ts";
import type { Observation } from "./observation.ts";
import type { Thresholds } from "./thresholds.ts";

/**
 * What an observation is counted on: what was counted before, or nothing when the VM's power has changed since the last
 * check: by us, by others, or by itself.
 */
export function countsBefore(
  observation: Observation,
  history: HealthHistory,
  thresholds: Pick<Thresholds, "startupGraceMs">,
): HealthCounts {
  const { atMs } = observation;
  const { counts } = history;
  if (isChanged(observation, history)) return newCounts(atMs);
  const sinceMs = history.power === null ? freshStart(observation, history, thresholds) : counts.startingSinceMs;
  if (sinceMs === counts.startingSinceMs && (sinceMs === null || sinceMs <= atMs)) return counts;
  // A clock that was set back does not make the grace longer.
  return { ...counts, startingSinceMs: sinceMs === null ? null : Math.min(sinceMs, atMs) };
}

function isChanged({ power }: Observation, history: HealthHistory): boolean {
  if (power.state === "unknown" || history.power === null) return false;
  if (power.state !== history.power) return true;
  // A restart: it runs before and after, but Azure has done something to it.
  const { operationAtMs } = power;
  return operationAtMs !== null && history.operationAtMs !== null && operationAtMs !== history.operationAtMs;
}

/** When a VM that is seen for the first time was made or started a short time ago: when that was. */
function freshStart(
  { atMs, power: { state, operationAtMs } }: Observation,
  { counts }: HealthHistory,
  { startupGraceMs }: Pick<Thresholds, "startupGraceMs">,
): number | null {
  const isFresh = state === "running" && operationAtMs !== null && atMs - operationAtMs < startupGraceMs;
  return counts.startingSinceMs ?? (isFresh ? operationAtMs : null);
}

import type { HealthCounts } from "./health-counts.ts";
import type { Observation } from "./observation.ts";
import type { Thresholds } from "./thresholds.ts";

/** Whether a VM has started so short a time ago that it need not answer yet. */
export function isInGrace(
  { atMs }: Pick<Observation, "atMs">,
  { startingSinceMs }: Pick<HealthCounts, "startingSinceMs">,
  { startupGraceMs }: Pick<Thresholds, "startupGraceMs">,
): boolean {
  return startingSinceMs !== null && atMs - startingSinceMs < startupGraceMs;
}

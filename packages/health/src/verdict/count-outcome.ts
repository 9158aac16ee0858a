import type { HealthCounts, Outcome, Standing } from "./health-counts.ts";
import { MAX_WINDOW, type CountOf, type Thresholds } from "./thresholds.ts";

/**
 * Counts one check. Only a failure can bring a VM down and only a success up; whenever that happens counting begins
 * anew, so that each way takes its full number of checks.
 */
export function countOutcome(
  counts: HealthCounts,
  outcome: Outcome,
  thresholds: Pick<Thresholds, "down" | "up">,
): HealthCounts {
  const isSuccess = outcome === "success";
  const outcomes = [...counts.outcomes, outcome].slice(-MAX_WINDOW);
  const turned: Standing = isSuccess ? "up" : "down";
  const isReached = reaches(outcomes, outcome, isSuccess ? thresholds.up : thresholds.down);
  const standing = isReached ? turned : counts.standing;
  return {
    outcomes: standing === counts.standing ? outcomes : [],
    failures: isSuccess ? 0 : counts.failures + 1,
    standing,
    startingSinceMs: isSuccess ? null : counts.startingSinceMs,
  };
}

function reaches(outcomes: readonly Outcome[], outcome: Outcome, { count, of }: CountOf): boolean {
  return outcomes.slice(-of).filter((one) => one === outcome).length >= count;
}

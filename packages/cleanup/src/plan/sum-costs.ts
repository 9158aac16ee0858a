import type { CleanupPlan, CleanupStep } from "./cleanup-plan.ts";

/** What steps that go cost together. */
export function sumCosts(steps: readonly CleanupStep[]): Pick<CleanupPlan, "monthlyCostUsd" | "unpriced"> {
  const going = steps.filter(({ blockers }) => blockers.length === 0);
  const single = going.flatMap((step) => (step.members.length === 0 ? [step] : step.members));
  const known = single.flatMap(({ monthlyCostUsd }) => monthlyCostUsd ?? []);
  return {
    monthlyCostUsd: Math.round(known.reduce((sum, cost) => sum + cost, 0) * 100) / 100,
    unpriced: single.length - known.length,
  };
}

import { ValidationError } from "@azlin/core";
import type { CleanupPlan } from "./cleanup-plan.ts";
import { planHash } from "./plan-hash.ts";

/**
 * Reads a plan from the text of a file, as `JSON.stringify` wrote it.
 *
 * @throws ValidationError: `INVALID_PLAN` for what is no plan of this version, `PLAN_ALTERED` for one that was changed.
 */
export function parseCleanupPlan(text: string): CleanupPlan {
  const plan = parse(text);
  if (plan?.version !== 1 || typeof plan.hash !== "string" || !Array.isArray(plan.steps)) {
    throw new ValidationError("INVALID_PLAN", "This is not a plan of a cleanup.", {
      hint: "Make a plan, and give the file that it was written to.",
    });
  }
  requireUnaltered(plan as CleanupPlan);
  return plan as CleanupPlan;
}

/** @throws ValidationError (`PLAN_ALTERED`) when a plan is not the one that its hash was made of. */
export function requireUnaltered(plan: CleanupPlan): void {
  if (planHash(plan) === plan.hash) return;
  throw new ValidationError("PLAN_ALTERED", "The plan was changed after it was made.", {
    hint: "Make a new plan: only what was planned, and could be read before, is carried out.",
  });
}

function parse(text: string): Partial<CleanupPlan> | undefined {
  try {
    return JSON.parse(text) as Partial<CleanupPlan> | undefined;
  } catch {
    return undefined;
  }
}

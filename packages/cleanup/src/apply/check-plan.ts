import { ConflictError, parseResourceId, ValidationError } from "@azlin/core";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import type { CleanupJournal } from "../journal/cleanup-journal.ts";
import { countTargets, openSteps, type CleanupPlan } from "../plan/cleanup-plan.ts";
import { requireUnaltered } from "../plan/parse-cleanup-plan.ts";
import type { ResolvedApplyOptions } from "./apply-options.ts";

/** Refuses a plan before anything is sent. @throws ValidationError or ConflictError; see {@link applyCleanup}. */
export function checkPlan(
  azure: CleanupAzure,
  { plan, journal }: { readonly plan: CleanupPlan; readonly journal: CleanupJournal },
  options: ResolvedApplyOptions,
): void {
  requireUnaltered(plan);
  requireAllowed(plan, azure.subscriptionIds);
  requireCount(plan, options.maxCount);
  const begun = journal.entries.filter((entry) => entry.type === "plan");
  if (begun.some(({ hash }) => hash !== plan.hash)) throw ofAnotherPlan();
  // What was begun in time may be finished.
  if (begun.length === 0) requireFresh(plan, azure.clock.now(), options.maxPlanAgeMs);
}

function requireAllowed(plan: CleanupPlan, subscriptionIds: readonly string[]): void {
  const allowed = new Set(subscriptionIds.map((id) => id.toLowerCase()));
  const stray = openSteps(plan).find(({ target }) => {
    return !allowed.has(parseResourceId(target).subscriptionId?.toLowerCase() ?? "");
  });
  if (stray === undefined) return;
  throw new ValidationError("OUT_OF_SCOPE", `The plan deletes ${stray.target}, where nothing may be deleted.`, {
    hint: "Name its subscription as one to work in, or make a new plan without it.",
    details: { resource: stray.target },
  });
}

function requireCount(plan: CleanupPlan, maxCount: number): void {
  const count = countTargets(plan);
  if (count <= maxCount) return;
  throw new ValidationError("TOO_MANY_DELETIONS", `The plan deletes ${count}, and ${maxCount} are allowed.`, {
    hint: `Look at the plan; when it is what you want, allow ${count}.`,
    details: { count, maxCount },
  });
}

function requireFresh(plan: CleanupPlan, nowMs: number, maxPlanAgeMs: number): void {
  const ageMs = nowMs - Date.parse(plan.plannedAt);
  if (ageMs <= maxPlanAgeMs) return;
  throw new ConflictError("PLAN_TOO_OLD", `The plan is ${Math.round(ageMs / 60_000)} minutes old.`, {
    hint: "Make a new one: the world has moved on.",
    details: { ageMs, maxPlanAgeMs },
  });
}

function ofAnotherPlan(): ConflictError {
  return new ConflictError("JOURNAL_OF_ANOTHER_PLAN", "The journal is that of another plan.", {
    hint: "Give the plan that it belongs to, or another file.",
  });
}

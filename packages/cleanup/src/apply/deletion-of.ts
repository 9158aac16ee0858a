import type { CleanupStep } from "../plan/cleanup-plan.ts";
import type { ResourceDeletion, ResourceOutcome } from "../report/resource-deletion.ts";

/** What is known about how a step ended. */
export interface StepEnd {
  readonly outcome: ResourceOutcome;
  /** Why it did not go. */
  readonly error?: string;
  readonly attempts?: number;
  readonly failures?: ResourceDeletion["failures"];
  /** When it was seen to be gone, ISO 8601. */
  readonly deletedAt?: string;
}

/** The record of a step that has ended. */
export function deletionOf({ target, type }: Pick<CleanupStep, "target" | "type">, end: StepEnd): ResourceDeletion {
  const { outcome, error, attempts = 0, failures = [], deletedAt } = end;
  return {
    resourceId: target,
    resourceType: type,
    status: outcome === "deleted" ? "deleted" : "failed",
    outcome,
    attempts,
    failures,
    error: outcome === "deleted" ? null : (error ?? null),
    deletedAt: outcome === "deleted" ? (deletedAt ?? null) : null,
  };
}

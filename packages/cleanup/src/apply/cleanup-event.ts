import type { DeletionAttempt, ResourceDeletion } from "../report/resource-deletion.ts";
import type { CleanupStep } from "../plan/cleanup-plan.ts";

/** What happens while a plan is carried out, for progress. */
export type CleanupEvent =
  | { readonly type: "begun"; readonly step: CleanupStep }
  /** A deletion is on its way. */
  | { readonly type: "accepted"; readonly step: CleanupStep }
  /** An attempt failed; the next comes after its `waitMs`, unless that is 0. */
  | { readonly type: "attempt-failed"; readonly step: CleanupStep; readonly failure: DeletionAttempt }
  /** A step has ended. For a group that went as one, its members have ended with it. */
  | { readonly type: "ended"; readonly step: CleanupStep; readonly deletion: ResourceDeletion };

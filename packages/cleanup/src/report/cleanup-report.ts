import type { Verification } from "../verify/verification.ts";
import type { Resource } from "./resource.ts";
import type { ResourceDeletion } from "./resource-deletion.ts";

/** How a cleanup ended. */
export type CleanupStatus =
  /** It is proved that nothing is left; nothing had to be deleted. */
  | "verified"
  /** Something is left, or it is not known; nothing was deleted. */
  | "verification_failed"
  /** Deletions were tried, and something is left or not known to be gone. */
  | "partial_failure"
  /** Everything that was to go is gone, and it is proved that nothing is left. */
  | "force_deletion_complete";

/** What a cleanup, or a verification alone, led to. */
export interface CleanupReport {
  readonly runId: string;
  readonly status: CleanupStatus;
  /** What was to go; for a verification alone, what remains. */
  readonly totalResourcesExpected: number;
  readonly totalResourcesDeleted: number;
  readonly deletions: readonly ResourceDeletion[];
  readonly remainingResources: readonly Resource[];
  /** Names of identities that went with the run. */
  readonly servicePrincipalsDeleted: readonly string[];
  /** Why it is no success; `null` when it is one. */
  readonly reason: string | null;
  readonly verification: Verification;
  /** Whether anything failed, is left, or is not known to be gone. */
  readonly hasFailures: () => boolean;
}

/** What a report is made of. */
export interface CleanupReportParts {
  readonly runId: string;
  readonly verification: Verification;
  /** What was deleted or tried; absent for a verification alone. */
  readonly deletions?: readonly ResourceDeletion[];
  readonly servicePrincipalsDeleted?: readonly string[];
  /** What else went wrong, as a sentence. */
  readonly trouble?: string;
}

/** Makes a report. Its status follows from the records and the proof alone: what is not known is never a success. */
export function cleanupReport(parts: CleanupReportParts): CleanupReport {
  const { runId, verification, deletions, servicePrincipalsDeleted = [] } = parts;
  const status = statusOf(parts);
  const isSuccess = status === "verified" || status === "force_deletion_complete";
  return {
    runId,
    status,
    totalResourcesExpected: deletions?.length ?? verification.remaining.length,
    totalResourcesDeleted: (deletions ?? []).filter((one) => one.outcome === "deleted").length,
    deletions: deletions ?? [],
    remainingResources: verification.remaining,
    servicePrincipalsDeleted,
    reason: isSuccess ? null : reasonOf(parts),
    verification,
    hasFailures: () => !isSuccess,
  };
}

function statusOf({ verification, deletions = [], trouble }: CleanupReportParts): CleanupStatus {
  const isClean = verification.verdict === "clean" && trouble === undefined;
  if (deletions.length === 0) return isClean ? "verified" : "verification_failed";
  const areGone = deletions.every(({ outcome }) => outcome === "deleted");
  return isClean && areGone ? "force_deletion_complete" : "partial_failure";
}

function reasonOf({ verification, deletions = [], trouble }: CleanupReportParts): string {
  const failed = deletions.filter(({ outcome }) => outcome !== "deleted").length;
  const { verdict, remaining, unread } = verification;
  const reasons = [
    trouble,
    failed > 0 ? `${failed} of ${deletions.length} were not deleted.` : undefined,
    verdict === "dirty" ? `${remaining.length} are still there.` : undefined,
    verdict === "unknown"
      ? `It is not known whether anything is left. ${unread[0]?.error.message ?? ""}`.trim()
      : undefined,
  ];
  return reasons.filter((reason) => reason !== undefined).join(" ");
}

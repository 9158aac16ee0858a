import type { AbortOptions } from "@azlin/core";
import type { CleanupAzure } from "./azure/cleanup-azure.ts";
import { resolveCleanupTags, type CleanupTags } from "./cleanup-tags.ts";
import { cleanupReport, type CleanupReport } from "./report/cleanup-report.ts";
import { verifyRun, type VerificationTimes } from "./verify/verify-run.ts";
import type { Verification } from "./verify/verification.ts";

/** Options of {@link verifyCleanupComplete}. */
export interface VerifyCleanupOptions extends AbortOptions, Partial<VerificationTimes> {
  /** Ids of everything that the run is known to have made. Without them only what carries tags can be found. */
  readonly knownIds?: readonly string[];
  /** Default: {@link DEFAULT_CLEANUP_TAGS}. */
  readonly tags?: Partial<CleanupTags>;
  /** Resources asked for at once. Default: 16. */
  readonly concurrency?: number;
}

const SPACING_MS = 30_000;
const DEADLINE_MS = 600_000;

/**
 * Proves that nothing of a run is left: every known id answers 404, and neither the index nor Resource Manager's lists show
 * anything that exists, twice, `spacingMs` apart (30,000), the first time after `settleMs` (0). What the index shows and Azure answers
 * 404 to is told as stale. What cannot be read within `deadlineMs` (600,000) leaves it unproved.
 *
 * @returns a report with `verified` or `verification_failed`; its `verification` tells `dirty` from `unknown`.
 * @throws ValidationError (`INVALID_RUN_ID`); the signal's reason.
 */
export async function verifyCleanupComplete(
  azure: CleanupAzure,
  runId: string,
  options: VerifyCleanupOptions = {},
): Promise<CleanupReport> {
  return cleanupReport({ runId, verification: await verifyCleanup(azure, runId, options) });
}

/** Like {@link verifyCleanupComplete}, without the report around it. */
export function verifyCleanup(
  azure: CleanupAzure,
  runId: string,
  options: VerifyCleanupOptions = {},
): Promise<Verification> {
  const { knownIds = [], concurrency = 16, settleMs = 0, spacingMs = SPACING_MS, signal } = options;
  const wanted = { runId, knownIds, tags: resolveCleanupTags(options.tags), concurrency };
  return verifyRun(azure, wanted, { settleMs, spacingMs, deadlineMs: options.deadlineMs ?? DEADLINE_MS, signal });
}

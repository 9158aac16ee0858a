import { isAzlinError, resourceKey, ValidationError, type AbortOptions } from "@azlin/core";
import { applyCleanup } from "./apply/apply-cleanup.ts";
import type { ApplyCleanupOptions } from "./apply/apply-options.ts";
import { deletionOf } from "./apply/deletion-of.ts";
import type { CleanupAzure } from "./azure/cleanup-azure.ts";
import type { CleanupTags } from "./cleanup-tags.ts";
import type { CleanupFacts } from "./facts/cleanup-facts.ts";
import { gatherCleanupFacts } from "./facts/gather-cleanup-facts.ts";
import { planCleanup, type PlanCleanupOptions } from "./plan/plan-cleanup.ts";
import { cleanupReport, type CleanupReport } from "./report/cleanup-report.ts";
import type { Resource } from "./report/resource.ts";
import type { ResourceDeletion } from "./report/resource-deletion.ts";
import { verifyCleanup, type VerifyCleanupOptions } from "./verify-cleanup-complete.ts";

/** Options of {@link forceDeleteResources}. */
export interface ForceDeleteOptions extends AbortOptions {
  /** Run that the resources belong to. Default: that of the resources. */
  readonly runId?: string;
  /** Default: {@link DEFAULT_CLEANUP_TAGS}. */
  readonly tags?: Partial<CleanupTags>;
  readonly plan?: PlanCleanupOptions;
  readonly apply?: Omit<ApplyCleanupOptions, "signal">;
  readonly verify?: Omit<VerifyCleanupOptions, "signal" | "tags" | "knownIds">;
  /**
   * Removes the identities of the run, by id: role assignments, then applications, then secrets. Called last, whatever
   * became of the resources; answers the names of those that are gone.
   */
  readonly removeIdentities?: (options: AbortOptions) => Promise<readonly string[]>;
}

/** The index needs a moment after the last deletion, in milliseconds. */
const SETTLE_MS = 15_000;

/**
 * Deletes resources in the order of who uses whom, until they are gone or the deadline has passed, then proves that nothing of
 * their run is left, then removes the run's identities. The same as planning, applying and verifying one by one, for those
 * who need not see the plan.
 *
 * @returns a report with `force_deletion_complete`, or `partial_failure` when anything is left or not known to be gone.
 * @throws ValidationError (`RUN_ID_REQUIRED`) when the resources do not tell one run; AzlinError when the facts for a plan
 * cannot be read, or the plan is refused: see {@link applyCleanup}.
 */
export async function forceDeleteResources(
  azure: CleanupAzure,
  resources: readonly Resource[],
  options: ForceDeleteOptions = {},
): Promise<CleanupReport> {
  const { tags = {}, signal } = options;
  const runId = options.runId ?? commonRun(resources);
  const ids = resources.map(({ resourceId }) => resourceId);
  const facts = await gatherCleanupFacts(azure, { ids }, { tags, signal });
  const plan = planCleanup({ ...facts, runId }, options.plan);
  const applied = await applyCleanup(azure, plan, { ...options.apply, signal });
  const deletions = [...goneBefore(resources, facts), ...applied.deletions];
  const settleMs = options.verify?.settleMs ?? SETTLE_MS;
  const verification = await verifyCleanup(azure, runId, { ...options.verify, settleMs, tags, knownIds: ids, signal });
  const identities = await removed(options);
  return cleanupReport({ runId, verification, deletions, ...identities });
}

/** Resources that Azure did not know any more when the facts were read. */
function goneBefore(resources: readonly Resource[], { owned, readAt }: CleanupFacts): ResourceDeletion[] {
  const present = new Set(owned.map(({ id }) => resourceKey(id)));
  return resources
    .filter(({ resourceId }) => !present.has(resourceKey(resourceId)))
    .map(({ resourceId, resourceType }) => {
      const gone = { outcome: "deleted" as const, deletedAt: readAt };
      return deletionOf({ target: resourceId, type: resourceType }, gone);
    });
}

async function removed({ removeIdentities, signal }: ForceDeleteOptions): Promise<{
  readonly servicePrincipalsDeleted: readonly string[];
  readonly trouble?: string;
}> {
  if (removeIdentities === undefined) return { servicePrincipalsDeleted: [] };
  try {
    return { servicePrincipalsDeleted: await removeIdentities({ signal }) };
  } catch (error) {
    signal?.throwIfAborted();
    const reason = isAzlinError(error) || error instanceof Error ? error.message : String(error);
    return { servicePrincipalsDeleted: [], trouble: `The identities of the run were not removed: ${reason}` };
  }
}

function commonRun(resources: readonly Resource[]): string {
  const runIds = new Set(resources.map(({ runId }) => runId).filter((runId) => runId !== null));
  const [runId] = runIds;
  if (runId !== undefined && runIds.size === 1) return runId;
  throw new ValidationError("RUN_ID_REQUIRED", "It is not clear which run the resources belong to.", {
    hint: "Give the id of the run: whether it is clean can only be proved for one.",
  });
}

import { withDeadline, type OperationOptions } from "@azlin/core";
import type { CleanupAzure } from "./azure/cleanup-azure.ts";
import { resolveCleanupTags, type CleanupTags } from "./cleanup-tags.ts";
import { findManaged } from "./graph/find-managed.ts";
import { toResource, type Resource } from "./report/resource.ts";

/** Options of {@link queryManagedResources}. */
export interface QueryManagedResourcesOptions extends OperationOptions {
  /** Default: {@link DEFAULT_CLEANUP_TAGS}. */
  readonly tags?: Partial<CleanupTags>;
}

/**
 * All resources and resource groups that carry the tags of a run, from the index that is Resource Graph. What it shows may
 * be behind; what is proved to be gone, {@link verifyCleanupComplete} tells.
 *
 * @throws ValidationError (`INVALID_RUN_ID`); TransportError (`GRAPH_INCOMPLETE`); DeadlineError (`TIMED_OUT`); other
 * AzlinErrors when Azure cannot be read: an error is never an empty list.
 */
export async function queryManagedResources(
  azure: CleanupAzure,
  runId: string,
  options: QueryManagedResourcesOptions = {},
): Promise<Resource[]> {
  const tags = resolveCleanupTags(options.tags);
  const found = await withDeadline("querying the resources of the run", { ...options, clock: azure.clock }, (signal) =>
    findManaged(azure, runId, { tags, signal }),
  );
  return found.map((document) => toResource(document, tags));
}

import { mapConcurrent, resourceKey, withDeadline, type AbortOptions, type OperationOptions } from "@azlin/core";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import { tagOf } from "../azure/resource-document.ts";
import { resolveCleanupTags, type CleanupTags } from "../cleanup-tags.ts";
import type { CleanupFacts, OwnedResource } from "./cleanup-facts.ts";
import { findOwned, type Claim } from "./find-owned.ts";
import { readLocks } from "./locks.ts";
import { groupIdOf, readGroups, type GroupListing } from "./read-groups.ts";
import { readNeighbours } from "./read-neighbours.ts";

/** Which resources are to go. What is named in more than one way counts once. */
export interface CleanupRequest {
  /** Everything with the tags of this run. */
  readonly runId?: string;
  /** Resources and groups that are known to be ours, by id: from a ledger, or from a report of what remains. */
  readonly ids?: readonly string[];
  /** Resources that somebody else has found, each with a reason. */
  readonly claims?: readonly Claim[];
}

/** Options of {@link gatherCleanupFacts}. */
export interface GatherCleanupFactsOptions extends OperationOptions {
  /** Default: {@link DEFAULT_CLEANUP_TAGS}. */
  readonly tags?: Partial<CleanupTags>;
  /** Readings under way at once. Default: 8. */
  readonly concurrency?: number;
}

/** What reading facts goes by. */
interface Gathering extends AbortOptions {
  readonly tags: CleanupTags;
  readonly concurrency: number;
}

/**
 * Reads what a plan is made of: what is to go, the groups it lies in with everything else in them, locks and api-versions.
 * Two queries for the run, one request for each subscription, group and provider, and one for each id that the index does
 * not show.
 *
 * @throws AzlinError when anything cannot be read: nothing is planned on half a picture; DeadlineError (`TIMED_OUT`).
 */
export function gatherCleanupFacts(
  azure: CleanupAzure,
  request: CleanupRequest,
  options: GatherCleanupFactsOptions = {},
): Promise<CleanupFacts> {
  const { concurrency = 8 } = options;
  const tags = resolveCleanupTags(options.tags);
  return withDeadline("reading what is to be deleted", { ...options, clock: azure.clock }, (signal) =>
    gather(azure, request, { tags, concurrency, signal }),
  );
}

async function gather(azure: CleanupAzure, request: CleanupRequest, gathering: Gathering): Promise<CleanupFacts> {
  const { tags, signal } = gathering;
  const readAt = new Date(azure.clock.now()).toISOString();
  const claims = await findOwned(azure, request, { tags, signal });
  const documents = claims.map(({ document }) => document);
  const listings = await readGroups(azure, documents, gathering);
  const owned = toOwned(claims, listings);
  const locks = await mapConcurrent(azure.subscriptionIds, gathering, (id) => readLocks(azure, id, { signal }));
  return {
    runId: request.runId ?? null,
    readAt,
    subscriptionIds: azure.subscriptionIds,
    tags,
    owned,
    others: await readNeighbours(azure, { owned, listings }, { signal }),
    groups: listings.map(({ contents, ...group }) => ({ ...group, contents: contents.map(({ id }) => id) })),
    locks: locks.flat(),
    apiVersions: await readVersions(azure, owned, { signal }),
  };
}

/** What is in a group that is gone is gone with it, whatever the index shows. */
function toOwned(claims: readonly Claim[], listings: readonly GroupListing[]): OwnedResource[] {
  const present = new Set(listings.map(({ id }) => resourceKey(id)));
  const listed = new Map(
    listings.flatMap(({ contents }) => contents.map((one) => [resourceKey(one.id), one] as const)),
  );
  return claims.flatMap(({ document, reason, marks, action }) => {
    const group = groupIdOf(document.id);
    if (group !== undefined && !present.has(resourceKey(group))) return [];
    return {
      ...document,
      reason,
      marks: Object.fromEntries(marks.map((name) => [name, tagOf(document, name) ?? ""])),
      createdAt: listed.get(resourceKey(document.id))?.createdAt ?? null,
      ...(action !== undefined && { action }),
    };
  });
}

async function readVersions(
  azure: CleanupAzure,
  owned: readonly OwnedResource[],
  options: AbortOptions,
): Promise<Record<string, string>> {
  const byType = new Map(owned.map(({ type, id }) => [type.toLowerCase(), id]));
  const versions: Record<string, string> = {};
  for (const [type, id] of byType) {
    const version = await azure.apiVersions.of(id, options);
    if (version !== undefined) versions[type] = version;
  }
  return versions;
}

import { mapConcurrent, resourceKey, toAzlinError, type AbortOptions } from "@azlin/core";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import type { ResourceDocument } from "../azure/resource-document.ts";
import type { CleanupTags } from "../cleanup-tags.ts";
import { readLocks } from "../facts/locks.ts";
import { findManaged } from "../graph/find-managed.ts";
import { checkIds } from "./check-ids.ts";
import { listTagged } from "./list-tagged.ts";
import type { UnreadPlace } from "./verification.ts";

/** What is looked for. */
export interface Wanted {
  readonly runId: string;
  readonly knownIds: readonly string[];
  readonly tags: CleanupTags;
  readonly concurrency: number;
}

/** Everything as it was found once. */
export interface Reading {
  readonly remaining: readonly ResourceDocument[];
  readonly staleIndex: readonly string[];
  readonly unread: readonly UnreadPlace[];
}

/**
 * Looks once, everywhere: in the index, in Resource Manager's lists, and for each id that is known or was found. What cannot
 * be read is part of the reading.
 *
 * @throws ValidationError (`INVALID_RUN_ID`); the signal's reason.
 */
export async function takeReading(azure: CleanupAzure, wanted: Wanted, { signal }: AbortOptions): Promise<Reading> {
  const { runId, tags, knownIds, concurrency } = wanted;
  const unread: UnreadPlace[] = [];
  const tried = <T>(place: string, read: Promise<readonly T[]>): Promise<readonly T[]> =>
    read.catch((error: unknown) => {
      signal?.throwIfAborted();
      const failure = toAzlinError(error, { operation: "verify the cleanup" });
      if (failure.name === "ValidationError" && failure.code === "INVALID_RUN_ID") throw failure;
      unread.push({ place, error: failure.toJSON() });
      return [];
    });
  const [rows, listed] = await Promise.all([
    tried("resource-graph", findManaged(azure, runId, { tags, signal })),
    tried("resource-manager", listTagged(azure, runId, { tags, signal })),
    // Proves that the subscriptions can be seen at all: lists leave out what may not be shown.
    mapConcurrent(azure.subscriptionIds, { signal }, (id) =>
      tried(`/subscriptions/${id}`, readLocks(azure, id, { signal })),
    ),
  ]);
  const shown = [...rows.map(({ id }) => id), ...listed];
  const ids = new Map([...knownIds, ...shown].map((id) => [resourceKey(id), id]));
  const checked = await checkIds(azure, [...ids.values()], { concurrency, signal });
  const isShown = new Set(shown.map(resourceKey));
  return {
    remaining: checked.remaining,
    staleIndex: checked.gone.filter((id) => isShown.has(resourceKey(id))),
    unread: [...unread, ...checked.unread],
  };
}

import { mapConcurrent, resourceKey } from "@azlin/core";
import { readResource } from "../../azure/read-resource.ts";
import { toDocument, type RawDocument, type ResourceDocument } from "../../azure/resource-document.ts";
import type { Claim } from "../../facts/find-owned.ts";
import { readGroups } from "../../facts/read-groups.ts";
import { DOCUMENT_COLUMNS } from "../../graph/find-managed.ts";
import { kqlTexts } from "../../graph/kql-text.ts";
import { queryGraph } from "../../graph/query-graph.ts";
import type { Collector, SweepContext } from "../collector.ts";
import { isResourceOldEnough } from "../is-old-enough.ts";
import { ORPHAN_TYPES, orphanReason } from "../orphan-reason.ts";

/** Readings under way at once. */
const CONCURRENCY = 8;

/**
 * Interfaces, addresses, security groups and disks of ours that nothing uses. The index finds them; their own providers are
 * asked before they count, as it lags behind.
 */
export const orphanedResources: Collector = {
  name: "orphaned-resources",
  collect: async (context) => {
    const { azure, signal } = context;
    const query = `Resources\n| where type in~ ${kqlTexts(ORPHAN_TYPES)}\n| project ${DOCUMENT_COLUMNS}\n| order by id asc`;
    const shown = (await queryGraph<RawDocument>(azure, query, { signal })).map(toDocument);
    const likely = shown.filter((document) => context.isOurs(document) && orphanReason(document) !== undefined);
    const old = await oldOnes(likely, context);
    const read = await mapConcurrent(old, { concurrency: CONCURRENCY, signal }, ({ id }) =>
      readResource(azure, id, { signal }),
    );
    return read.flatMap((document): Claim[] => {
      const reason = document && orphanReason(document);
      return reason === undefined ? [] : [{ document: document!, reason, marks: [] }];
    });
  },
};

/** Most of these do not tell when they were made; the lists of their groups do. */
async function oldOnes(likely: readonly ResourceDocument[], context: SweepContext): Promise<ResourceDocument[]> {
  const { azure, signal } = context;
  const listings = await readGroups(azure, likely, { concurrency: CONCURRENCY, signal });
  const listedAt = new Map(
    listings.flatMap(({ contents }) => contents.map(({ id, createdAt }) => [resourceKey(id), createdAt] as const)),
  );
  return likely.filter((document) => {
    const time = listedAt.get(resourceKey(document.id));
    return isResourceOldEnough(document, time ?? undefined, context);
  });
}

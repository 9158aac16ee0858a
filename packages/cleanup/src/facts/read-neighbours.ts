import { parseResourceId, resourceKey, type AbortOptions } from "@azlin/core";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import { toDocument, type RawDocument, type ResourceDocument } from "../azure/resource-document.ts";
import { DOCUMENT_COLUMNS } from "../graph/find-managed.ts";
import { kqlTexts } from "../graph/kql-text.ts";
import { queryGraph } from "../graph/query-graph.ts";
import type { GroupListing } from "./read-groups.ts";

/** Groups in one query. */
const GROUPS_PER_QUERY = 50;

/**
 * What lies in the same groups and is not ours. Resource Manager's lists say what there is; what it refers to comes from
 * Resource Graph, as lists have no properties. One request for 50 groups, none when all is ours.
 *
 * @throws AzlinError when Resource Graph cannot be read.
 */
export async function readNeighbours(
  azure: CleanupAzure,
  facts: { readonly owned: readonly { readonly id: string }[]; readonly listings: readonly GroupListing[] },
  options: AbortOptions,
): Promise<ResourceDocument[]> {
  const ours = new Set(facts.owned.map(({ id }) => resourceKey(id)));
  const foreign = facts.listings.flatMap(({ contents }) => contents.filter(({ id }) => !ours.has(resourceKey(id))));
  if (foreign.length === 0) return [];
  const shown = await showGroups(azure, groupNames(foreign), options);
  const byKey = new Map(shown.map((document) => [resourceKey(document.id), document]));
  return foreign.map(({ createdAt: _createdAt, ...listed }) => byKey.get(resourceKey(listed.id)) ?? listed);
}

function groupNames(resources: readonly ResourceDocument[]): string[] {
  return [...new Set(resources.map(({ id }) => parseResourceId(id).resourceGroup?.toLowerCase() ?? ""))];
}

async function showGroups(
  azure: CleanupAzure,
  names: readonly string[],
  options: AbortOptions,
): Promise<ResourceDocument[]> {
  const documents: ResourceDocument[] = [];
  for (let from = 0; from < names.length; from += GROUPS_PER_QUERY) {
    const some = kqlTexts(names.slice(from, from + GROUPS_PER_QUERY));
    const query = `Resources\n| where resourceGroup in~ ${some}\n| project ${DOCUMENT_COLUMNS}\n| order by id asc`;
    documents.push(...(await queryGraph<RawDocument>(azure, query, options)).map(toDocument));
  }
  return documents;
}

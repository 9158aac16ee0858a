import { ValidationError, type AbortOptions } from "@azlin/core";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import { GROUP_TYPE, tagOf, toDocument, type RawDocument, type ResourceDocument } from "../azure/resource-document.ts";
import { saysYes, type CleanupTags } from "../cleanup-tags.ts";
import { kqlText } from "./kql-text.ts";
import { queryGraph } from "./query-graph.ts";

/** Longest value that Azure takes for a tag. */
const MAX_TAG_VALUE = 256;

/** What every query of this package shows of a row. */
export const DOCUMENT_COLUMNS = "id, location, managedBy, sku, tags, properties";

/** Where things with tags are found. Subscriptions have tags, too, and are never deleted. */
export const TAGGED_TABLES: readonly string[] = [
  "Resources",
  `ResourceContainers\n| where type =~ ${kqlText(GROUP_TYPE)}`,
];

/**
 * The resources and resource groups of a run by their tags, as Resource Graph shows them: it lags behind, so that some may
 * be gone and new ones missing. Two queries, one request for each page of 1,000 rows.
 *
 * @throws ValidationError (`INVALID_RUN_ID`) for an id that no tag can hold; AzlinError when Resource Graph cannot be read.
 */
export async function findManaged(
  azure: CleanupAzure,
  runId: string,
  options: AbortOptions & { readonly tags: CleanupTags },
): Promise<ResourceDocument[]> {
  requireRunId(runId);
  const { tags, signal } = options;
  const found = await Promise.all(
    TAGGED_TABLES.map((table) => queryGraph<RawDocument>(azure, managedQuery(table, runId, tags), { signal })),
  );
  return found
    .flat()
    .map(toDocument)
    .filter((document) => saysYes(tagOf(document, tags.managed)));
}

/** Names of tags have no case in Azure, but the index compares them with it: their bag is opened. */
function managedQuery(table: string, runId: string, tags: CleanupTags): string {
  return [
    table,
    "| mv-expand bag = tags",
    "| extend tagName = tostring(bag_keys(bag)[0])",
    "| extend tagValue = tostring(bag[tagName])",
    `| where tagName =~ ${kqlText(tags.runId)} and tagValue =~ ${kqlText(runId)}`,
    `| project ${DOCUMENT_COLUMNS}`,
    "| order by id asc",
  ].join("\n");
}

function requireRunId(runId: string): void {
  if (runId.trim() !== "" && runId.length <= MAX_TAG_VALUE) return;
  throw new ValidationError("INVALID_RUN_ID", `'${runId.slice(0, 40)}' is not the id of a run.`, {
    hint: `Give the id of a run as the tags of its resources hold it: 1 to ${MAX_TAG_VALUE} characters.`,
  });
}

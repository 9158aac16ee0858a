import { tagOf, toDocument, type RawDocument } from "../../azure/resource-document.ts";
import { DOCUMENT_COLUMNS, TAGGED_TABLES } from "../../graph/find-managed.ts";
import { kqlText } from "../../graph/kql-text.ts";
import { queryGraph } from "../../graph/query-graph.ts";
import type { Claim } from "../../facts/find-owned.ts";
import type { Collector, SweepContext } from "../collector.ts";

/**
 * Resources and groups whose expiry tag names a time that has passed. The tag is the owner's word: nothing else is asked of
 * them. A time that cannot be read is none.
 */
export const expiredResources: Collector = {
  name: "expired-resources",
  collect: async ({ azure, tags, signal }) => {
    const found = await Promise.all(
      TAGGED_TABLES.map((table) => queryGraph<RawDocument>(azure, expiryQuery(table, tags), { signal })),
    );
    const now = azure.clock.now();
    return found.flat().flatMap((row): Claim[] => {
      const document = toDocument(row);
      const expiresAt = tagOf(document, tags.expiresAt) ?? "";
      if (!isPast(expiresAt, now)) return [];
      return [{ document, reason: `It has expired (${expiresAt}).`, marks: [tags.expiresAt] }];
    });
  },
};

function expiryQuery(table: string, tags: SweepContext["tags"]): string {
  return [
    table,
    "| mv-expand bag = tags",
    `| where tostring(bag_keys(bag)[0]) =~ ${kqlText(tags.expiresAt)}`,
    `| project ${DOCUMENT_COLUMNS}`,
    "| order by id asc",
  ].join("\n");
}

/** A date alone would be a guess at the time zone. */
function isPast(text: string, nowMs: number): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/i.test(text)
    ? Date.parse(text) <= nowMs
    : false;
}

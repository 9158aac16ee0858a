import { callOptions, TransportError, type AbortOptions } from "@azlin/core";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import { readFromAzure } from "../azure/read-from-azure.ts";

/** Rows of one page; Resource Graph's maximum. */
const PAGE_ROWS = 1000;
/** Azure takes fewer than 300 subscriptions in a query. */
const SUBSCRIPTIONS_PER_QUERY = 200;

/** What of an answer of Resource Graph counts. */
interface GraphPage {
  readonly data: unknown;
  readonly totalRecords: number;
  readonly resultTruncated: string;
  readonly skipToken?: string;
}

/**
 * All rows of a Resource Graph query over exactly the subscriptions of `azure`, from all pages. The query has to order its
 * rows and to show their `id`. Subscriptions that may not be read are left out by Azure without a word: proving that they
 * may be is the caller's.
 *
 * @typeParam Row - what the query projects; Azure's answer is not checked against it.
 * @throws AzlinError as translated; TransportError (`GRAPH_INCOMPLETE`) when pages repeat, are cut off, or hold more or
 * fewer rows than Azure says there are.
 */
export async function queryGraph<Row>(azure: CleanupAzure, query: string, options: AbortOptions = {}): Promise<Row[]> {
  const rows: Row[] = [];
  for (let from = 0; from < azure.subscriptionIds.length; from += SUBSCRIPTIONS_PER_QUERY) {
    const subscriptions = azure.subscriptionIds.slice(from, from + SUBSCRIPTIONS_PER_QUERY);
    const found = await readFromAzure(azure, {
      operation: "query Resource Graph",
      action: "Microsoft.ResourceGraph/resources/read",
      signal: options.signal,
      run: () => readPages<Row>(azure, { query, subscriptions }, options),
    });
    rows.push(...found);
  }
  return rows;
}

async function readPages<Row>(
  azure: CleanupAzure,
  question: { readonly query: string; readonly subscriptions: string[] },
  { signal }: AbortOptions,
): Promise<Row[]> {
  const client = await azure.clients.graph();
  const rows: Row[] = [];
  const tokens = new Set<string>();
  for (let skipToken: string | undefined; ;) {
    const paging = { top: PAGE_ROWS, ...(skipToken !== undefined && { skipToken }) };
    const request = { ...question, options: { ...paging, resultFormat: "objectArray" as const } };
    const page: GraphPage = await client.resources(request, callOptions({ signal }));
    rows.push(...(page.data as Row[]));
    skipToken = page.skipToken;
    if (skipToken === undefined) return whole(rows, page);
    if (tokens.has(skipToken)) throw incomplete("a page leads back to one that was read");
    tokens.add(skipToken);
  }
}

function whole<Row>(rows: Row[], { totalRecords, resultTruncated }: GraphPage): Row[] {
  if (resultTruncated === "true") throw incomplete("the rows were cut off");
  if (totalRecords !== rows.length) throw incomplete(`${rows.length} of ${totalRecords} rows came`);
  return rows;
}

function incomplete(reason: string): TransportError {
  return new TransportError("GRAPH_INCOMPLETE", `Resource Graph's answer is not whole: ${reason}.`, {
    hint: "Try again later: half an answer is not taken for a whole one.",
  });
}

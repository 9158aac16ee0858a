import type { AbortOptions } from "@azlin/core";
import { askAzure } from "./ask-azure.ts";
import { callGraph } from "./call-graph.ts";
import type { IdentityAzure } from "./identity-azure.ts";

/** What is listed of the directory. */
export interface DirectoryQuery extends AbortOptions {
  /** `/applications`. */
  readonly path: string;
  /** OData filter, which Graph evaluates. */
  readonly filter?: string;
  readonly select: readonly string[];
}

/** As much as Graph puts on a page. */
const PAGE_SIZE = 999;

interface Page<T> {
  readonly value: readonly T[];
  readonly "@odata.nextLink"?: string;
}

/**
 * Lists objects of the directory, every page of them, a request each.
 *
 * @throws AzlinError: an object may be missing only because its page could not be read.
 */
export async function* listDirectory<T>(azure: IdentityAzure, query: DirectoryQuery): AsyncGenerator<T> {
  const { path, filter, select, signal } = query;
  const parameters = new URLSearchParams({ $top: String(PAGE_SIZE), $select: select.join(",") });
  if (filter !== undefined) parameters.set("$filter", filter);
  let next: string | undefined = `${path}?${parameters.toString()}`;
  while (next !== undefined) {
    const url: string = next;
    const page: Page<T> = await askAzure(azure, {
      operation: `list ${path}`,
      action: "Application.Read.All",
      signal,
      run: () => callGraph(azure, { path: url, signal, send: (request) => request.get() as Promise<Page<T>> }),
    });
    yield* page.value;
    next = page["@odata.nextLink"];
  }
}

/** A text as OData writes it. */
export function odataText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

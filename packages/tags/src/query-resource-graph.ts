import { callOptions, toAzlinError, type AbortOptions } from "@azlin/core";
import type { AzureClients } from "./azure-clients.ts";

/** Rows of one page of Resource Graph; its maximum. */
const PAGE_ROWS = 1000;

/**
 * The pages of rows of a Resource Graph query over the transport's subscriptions, or over all that the credential sees when it
 * names none: one request for a page of 1,000. The query has to order its rows and show their `id`, or Azure gives one page.
 *
 * @typeParam Row - what the query projects; Azure's answer is not checked against it.
 * @throws AzlinError as translated, for instance PermissionError (`PERMISSION_DENIED`).
 */
export async function* queryResourceGraph<Row>(
  clients: AzureClients,
  query: string,
  options: AbortOptions = {},
): AsyncGenerator<readonly Row[]> {
  const { subscriptionIds } = clients.transport;
  let skipToken: string | undefined;
  do {
    const request = {
      query,
      ...(subscriptionIds.length > 0 && { subscriptions: [...subscriptionIds] }),
      options: { top: PAGE_ROWS, resultFormat: "objectArray" as const, ...(skipToken !== undefined && { skipToken }) },
    };
    const page = await ask(clients, request, options);
    yield page.data as Row[];
    skipToken = page.skipToken;
  } while (skipToken !== undefined);
}

async function ask(
  clients: AzureClients,
  request: { readonly query: string },
  { signal }: AbortOptions,
): Promise<{ readonly data: unknown; readonly skipToken?: string }> {
  try {
    const client = await clients.graph();
    return await client.resources(request, callOptions({ signal }));
  } catch (error) {
    const action = "Microsoft.ResourceGraph/resources/read";
    throw toAzlinError(error, { operation: "query Resource Graph", action, signal });
  }
}

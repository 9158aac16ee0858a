import type { AbortOptions } from "@azlin/core";
import type { IdentityRequest } from "../plan/identity-request.ts";
import { askAzure } from "./ask-azure.ts";
import { getFromArm } from "./get-from-arm.ts";
import type { IdentityAzure } from "./identity-azure.ts";

const API_VERSION = "2021-04-01";
const RUN_TAG = "RunId";

interface Page {
  readonly value: readonly { readonly id: string }[];
  readonly nextLink?: string;
}

/**
 * Ids of the resource groups that carry a run's id in their tag `RunId`.
 *
 * @throws AzlinError
 */
export async function findRunGroups(
  azure: IdentityAzure,
  { subscriptionId, runId }: Pick<IdentityRequest, "subscriptionId" | "runId">,
  { signal }: AbortOptions,
): Promise<string[]> {
  const value = runId.replaceAll("'", "''");
  const query = new URLSearchParams({
    "api-version": API_VERSION,
    $filter: `tagName eq '${RUN_TAG}' and tagValue eq '${value}'`,
  });
  const ids: string[] = [];
  let next: string | undefined = `/subscriptions/${subscriptionId}/resourcegroups?${query.toString()}`;
  while (next !== undefined) {
    const url: string = next;
    const page: Page = await askAzure(azure, {
      operation: "list the resource groups of the run",
      action: "Microsoft.Resources/subscriptions/resourceGroups/read",
      signal,
      run: () => getFromArm<Page>(azure.clients, { subscriptionId, url, signal }),
    });
    ids.push(...page.value.map(({ id }) => id));
    next = page.nextLink;
  }
  return ids;
}

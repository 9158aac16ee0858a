import { armPages, type AbortOptions, type ArmPage } from "@azlin/core";
import type { IdentityRequest } from "../plan/identity-request.ts";
import { askAzure } from "./ask-azure.ts";
import { getFromArm } from "./get-from-arm.ts";
import type { IdentityAzure } from "./identity-azure.ts";

const API_VERSION = "2021-04-01";
const RUN_TAG = "RunId";

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
  const groups = await armPages(`/subscriptions/${subscriptionId}/resourcegroups?${query.toString()}`, (url) =>
    askAzure(azure, {
      operation: "list the resource groups of the run",
      action: "Microsoft.Resources/subscriptions/resourceGroups/read",
      signal,
      run: () => getFromArm<ArmPage<{ readonly id: string }>>(azure.clients, { subscriptionId, url, signal }),
    }),
  );
  return groups.map(({ id }) => id);
}

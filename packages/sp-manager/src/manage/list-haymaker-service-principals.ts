import { toAzlinError, type AbortOptions } from "@azlin/core";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import { listDirectory, odataText } from "../azure/list-directory.ts";
import { DISPLAY_NAME_PREFIX } from "../names/identity-names.ts";
import { ServicePrincipalError } from "../service-principal-error.ts";

/**
 * Display names of all service principals that begin with `AzureHayMaker-`, whoever made them; {@link listManagedIdentities}
 * lists those that are ours. Graph filters, and every page is read.
 *
 * @throws ServicePrincipalError (`SP_LIST_FAILED`).
 */
export async function listHaymakerServicePrincipals(
  azure: IdentityAzure,
  { signal }: AbortOptions = {},
): Promise<string[]> {
  const filter = `startswith(displayName,${odataText(DISPLAY_NAME_PREFIX)})`;
  const query = { path: "/servicePrincipals", filter, select: ["id", "displayName"], signal };
  try {
    const names: string[] = [];
    for await (const { displayName } of listDirectory<{ readonly displayName: string }>(azure, query)) {
      names.push(displayName);
    }
    return names.toSorted();
  } catch (error) {
    const cause = toAzlinError(error, { operation: "list the service principals", signal });
    throw new ServicePrincipalError("SP_LIST_FAILED", cause.message, {
      cause,
      ...(cause.hint !== undefined && { hint: cause.hint }),
    });
  }
}

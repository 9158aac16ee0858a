import { toAzlinError, type AbortOptions } from "@azlin/core";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import { listDirectory, odataText } from "../azure/list-directory.ts";
import { listManagedIdentities } from "../manage/managed-identity.ts";
import { parseApplicationTags } from "../names/application-tags.ts";
import { ServicePrincipalError } from "../service-principal-error.ts";

/**
 * Whether no identity of ours has this name any more, neither an application nor a service principal.
 *
 * @throws ServicePrincipalError (`SP_LOOKUP_FAILED`) when the directory cannot be read: then nobody knows.
 */
export async function verifySpDeleted(
  azure: IdentityAzure,
  spName: string,
  { signal }: AbortOptions = {},
): Promise<boolean> {
  try {
    for await (const _one of listManagedIdentities(azure, { spName, signal })) return false;
    const filter = `displayName eq ${odataText(spName)}`;
    const query = { path: "/servicePrincipals", filter, select: ["id", "tags"], signal };
    for await (const { tags } of listDirectory<{ readonly tags?: readonly string[] }>(azure, query)) {
      if (parseApplicationTags(tags) !== undefined) return false;
    }
    return true;
  } catch (error) {
    const cause = toAzlinError(error, { operation: `look for '${spName}'`, signal });
    throw new ServicePrincipalError("SP_LOOKUP_FAILED", cause.message, {
      cause,
      hint: "Whether it is gone is not known: try again.",
    });
  }
}

import { isAzlinError, resourceNameOf, type AbortOptions } from "@azlin/core";
import { callContainers } from "../azure/call-containers.ts";
import type { ContainersAzure } from "../azure/containers-azure.ts";
import { listArm } from "../azure/list-arm.ts";
import { parseVaultUrl } from "../env/key-vault-secret.ts";
import type { Access, VaultFacts } from "./container-facts.ts";
import { vaultSchema, type VaultDocument } from "./documents.ts";
import { listAssignedRoles } from "./list-assigned-roles.ts";

/** Built-in roles with which secrets can be read: Key Vault Secrets User, Secrets Officer, Administrator. */
const READING_ROLES = new Set([
  "4633458b-17de-408a-b874-0445c86b69e6",
  "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
  "00482a5a-887f-4fb3-b363-3b7fe8e74483",
]);
/** Built-in roles that give nothing on secrets: Owner, Contributor, Reader, Key Vault Contributor, AcrPull. */
const OTHER_ROLES = new Set([
  "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  "b24988ac-6180-42a0-ab88-20f7382dd24c",
  "acdd72a7-3385-48ef-bd42-f606fba81ae7",
  "f25e0fa2-a7c8-4377-a976-54943a77a395",
  "7f951dda-4ed3-4680-a7ca-43fe172d538d",
]);

/**
 * Finds the vaults of these URLs in the subscription, and whether a principal may read their secrets. What the caller is
 * not allowed to look at is `unknown`.
 *
 * @throws AzlinError when Azure cannot be read.
 */
export async function readVaultAccess(
  azure: ContainersAzure,
  urls: readonly string[],
  options: AbortOptions & { readonly principalId: string | null },
): Promise<VaultFacts[]> {
  if (urls.length === 0) return [];
  const vaults = await unlessRefused(() => listVaults(azure, options), []);
  return Promise.all(
    [...new Set(urls)].map(async (url) => {
      const { host } = new URL(url);
      const vault = vaults.find(({ properties }) => hostOf(properties.vaultUri) === host);
      const access = vault === undefined ? "unknown" : await accessTo(azure, vault, options);
      return { url, id: vault?.id ?? null, access };
    }),
  );
}

async function accessTo(
  azure: ContainersAzure,
  vault: VaultDocument,
  { principalId, signal }: AbortOptions & { readonly principalId: string | null },
): Promise<Access> {
  if (principalId === null) return "unknown";
  const { enableRbacAuthorization, accessPolicies = [] } = vault.properties;
  if (enableRbacAuthorization !== true) {
    const own = accessPolicies.filter(({ objectId }) => objectId.toLowerCase() === principalId.toLowerCase());
    const rights = own.flatMap(({ permissions }) => permissions?.secrets ?? []);
    return rights.some((right) => /^(?:get|all)$/i.test(right)) ? "yes" : "no";
  }
  const assigned = await unlessRefused(() => listAssignedRoles(azure, vault.id, { principalId, signal }), undefined);
  if (assigned === undefined) return "unknown";
  const roles = assigned.map((role) => resourceNameOf(role).toLowerCase());
  if (roles.some((role) => READING_ROLES.has(role))) return "yes";
  // A role of one's own making may give it, too.
  return roles.every((role) => OTHER_ROLES.has(role)) ? "no" : "unknown";
}

function listVaults(azure: ContainersAzure, { signal }: AbortOptions): Promise<readonly VaultDocument[]> {
  const scope = `/subscriptions/${azure.subscriptionId}`;
  const path = `${scope}/providers/Microsoft.KeyVault/vaults?api-version=2023-07-01`;
  return callContainers(azure, {
    operation: "list the key vaults",
    action: "Microsoft.KeyVault/vaults/read",
    resource: scope,
    signal,
    run: (client) => listArm(azure, client, { path, element: vaultSchema, signal }),
  });
}

async function unlessRefused<T, U>(read: () => Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await read();
  } catch (error) {
    if (isAzlinError(error, "PERMISSION_DENIED")) return otherwise;
    throw error;
  }
}

function hostOf(vaultUri: string | undefined): string | undefined {
  return vaultUri === undefined ? undefined : parseVaultUrl(vaultUri).host;
}

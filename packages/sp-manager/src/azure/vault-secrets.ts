import { isAzlinError, type AbortOptions, type Secret } from "@azlin/core";
import type { SecretClient } from "@azure/keyvault-secrets";
import { MANAGED_TAG } from "../names/application-tags.ts";
import { askAzure, askIfThere } from "./ask-azure.ts";
import type { IdentityAzure } from "./identity-azure.ts";

/** Which secret of which vault. */
export interface SecretPlace {
  readonly vaultUrl: string;
  readonly secretName: string;
}

/** A secret to be stored. */
export interface StoredSecret extends AbortOptions {
  readonly secret: Secret;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Who made what has a secret's name. */
export type SecretOwnership = "none" | "ours" | "foreign" | "soft-deleted" | "soft-deleted-ours";

const GET = "Microsoft.KeyVault/vaults/secrets/readMetadata/action";
const SET = "Microsoft.KeyVault/vaults/secrets/setSecret/action";
const DELETE = "Microsoft.KeyVault/vaults/secrets/delete";
const PURGE = "Microsoft.KeyVault/vaults/secrets/purge/action";

/** Stores a new version of a secret. @returns the version. @throws AzlinError */
export async function storeSecret(
  azure: IdentityAzure,
  place: SecretPlace,
  { secret, expiresAt, tags, signal }: StoredSecret,
): Promise<string> {
  const stored = await askAzure(azure, {
    operation: `store the secret '${place.secretName}'`,
    action: SET,
    signal,
    // A name is free some seconds after its secret was purged.
    isEarly: (error) => vaultCodeOf(error) === "ObjectIsBeingDeleted",
    run: async () => {
      const client = await azure.clients.secrets(place.vaultUrl);
      return client.setSecret(place.secretName, secret.reveal(), {
        contentType: "client secret",
        expiresOn: new Date(expiresAt),
        tags: { ...tags, [MANAGED_TAG]: "true" },
        ...(signal !== undefined && { abortSignal: signal }),
      });
    },
  });
  return stored.properties.version ?? "";
}

/** Who made what has this name in the vault. Nothing is revealed. @throws AzlinError */
export async function ownerOfSecret(
  azure: IdentityAzure,
  place: SecretPlace,
  { signal }: AbortOptions,
): Promise<SecretOwnership> {
  const live = await secretTags(azure, place, { signal });
  if (live !== undefined) return live[MANAGED_TAG] === "true" ? "ours" : "foreign";
  const deleted = await askIfThere(azure, {
    operation: `look for a deleted secret '${place.secretName}'`,
    action: GET,
    signal,
    run: async () => (await azure.clients.secrets(place.vaultUrl)).getDeletedSecret(place.secretName),
  });
  if (deleted === undefined) return "none";
  return deleted.properties.tags?.[MANAGED_TAG] === "true" ? "soft-deleted-ours" : "soft-deleted";
}

/**
 * Deletes a secret that this package has stored; another's is left.
 *
 * @returns `absent` when there is none, `foreign` when somebody else made it.
 * @throws AzlinError
 */
export async function takeSecretAway(
  azure: IdentityAzure,
  place: SecretPlace,
  { signal }: AbortOptions,
): Promise<"deleted" | "absent" | "foreign"> {
  const tags = await secretTags(azure, place, { signal });
  if (tags === undefined) return "absent";
  if (tags[MANAGED_TAG] !== "true") return "foreign";
  const gone = await askIfThere(azure, {
    operation: `delete the secret '${place.secretName}'`,
    action: DELETE,
    signal,
    run: async () => {
      const client = await azure.clients.secrets(place.vaultUrl);
      return client.beginDeleteSecret(place.secretName, signal === undefined ? {} : { abortSignal: signal });
    },
  });
  return gone === undefined ? "absent" : "deleted";
}

/**
 * Purges a deleted secret that this package had stored.
 *
 * @returns `kept` when the vault is protected from it: the secret goes by itself when its time of grace is over.
 * @throws AzlinError
 */
export async function purgeSecret(
  azure: IdentityAzure,
  place: SecretPlace,
  { signal }: AbortOptions,
): Promise<"purged" | "absent" | "kept"> {
  const ownership = await ownerOfSecret(azure, place, { signal });
  if (ownership !== "soft-deleted-ours") return "absent";
  try {
    const gone = await askIfThere(azure, {
      operation: `purge the secret '${place.secretName}'`,
      action: PURGE,
      signal,
      isEarly: (error) => vaultCodeOf(error) === "ObjectIsBeingDeleted",
      run: async () => {
        const client = await azure.clients.secrets(place.vaultUrl);
        await client.purgeDeletedSecret(place.secretName, signal === undefined ? {} : { abortSignal: signal });
        return true;
      },
    });
    return gone === true ? "purged" : "absent";
  } catch (error) {
    if (isPurgeProtected(error)) return "kept";
    throw error;
  }
}

/** Tags of the newest version of a secret, without its value; `undefined` when there is none. */
async function secretTags(
  azure: IdentityAzure,
  { vaultUrl, secretName }: SecretPlace,
  { signal }: AbortOptions,
): Promise<Readonly<Record<string, string>> | undefined> {
  return askIfThere(azure, {
    operation: `look for the secret '${secretName}'`,
    action: GET,
    signal,
    run: async () => newestTags(await azure.clients.secrets(vaultUrl), secretName),
  });
}

/** By the list of versions, which does not reveal the secret. */
async function newestTags(client: SecretClient, name: string): Promise<Readonly<Record<string, string>> | undefined> {
  let newest: { readonly createdOn: number; readonly tags: Readonly<Record<string, string>> } | undefined;
  for await (const { createdOn, tags = {} } of client.listPropertiesOfSecretVersions(name)) {
    const at = createdOn?.getTime() ?? 0;
    if (newest === undefined || at >= newest.createdOn) newest = { createdOn: at, tags };
  }
  return newest?.tags;
}

/** Key Vault's inner code, `ObjectIsDeletedButRecoverable`. */
function vaultCodeOf(error: unknown): string | undefined {
  if (!isAzlinError(error)) return undefined;
  const { details } = (error.cause ?? {}) as { readonly details?: unknown };
  const body = details as { readonly error?: { readonly innererror?: { readonly code?: unknown } } } | undefined;
  const code = body?.error?.innererror?.code;
  return typeof code === "string" ? code : /ObjectIs\w+/.exec(error.message)?.[0];
}

function isPurgeProtected(error: unknown): boolean {
  return isAzlinError(error) && /purge protect|not recoverable|Operation "purge" is not/i.test(error.message);
}

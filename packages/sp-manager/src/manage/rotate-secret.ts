import { NotFoundError, ValidationError, type AbortOptions } from "@azlin/core";
import { askAzure } from "../azure/ask-azure.ts";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import { getPasswords, removePassword } from "../azure/passwords.ts";
import { renewSecret } from "../azure/renew-secret.ts";
import type { SecretPlace } from "../azure/vault-secrets.ts";
import { listManagedIdentities, type ManagedIdentity } from "./managed-identity.ts";

/** Options of {@link rotateSecret}. */
export interface RotateSecretOptions extends AbortOptions {
  /** Whether the secret that was in the vault before goes on working until the next rotation. Default: true. */
  readonly overlap?: boolean;
}

/** What a rotation has done. */
export interface SecretRotation {
  readonly spName: string;
  /** Id of the new client secret. */
  readonly keyId: string;
  /** Version of the secret in the vault. */
  readonly version: string;
  /** Ids of client secrets that do not work any more. */
  readonly removedKeyIds: readonly string[];
}

/**
 * Gives an identity a new client secret and stores it as the newest version; the one before goes on working until the next
 * rotation, unless that is not wanted. Those before it, and what an interrupted rotation has left, work no more.
 *
 * @throws NotFoundError (`SP_NOT_FOUND`); ValidationError (`NO_SECRET`, `IDENTITY_EXPIRED`); AzlinError: then the old secret still works.
 */
export async function rotateSecret(
  azure: IdentityAzure,
  spName: string,
  { overlap = true, signal }: RotateSecretOptions = {},
): Promise<SecretRotation> {
  const { identity, place, expiresAt } = await requireRotatable(azure, spName, { signal });
  const application = identity.applicationObjectId;
  const current = overlap ? await currentKeyId(azure, place, { signal }) : undefined;
  const { runId, scenarioName } = identity;
  const owner = { application, place, displayName: spName, runId: runId ?? "", scenarioName: scenarioName ?? "" };
  const { keyId, version } = await renewSecret(azure, { ...owner, expiresAt }, { signal });
  const passwords = await getPasswords(azure, application, { signal });
  const removedKeyIds = passwords.map((one) => one.keyId).filter((id) => id !== keyId && id !== current);
  for (const old of removedKeyIds) await removePassword(azure, { application, keyId: old }, { signal });
  return { spName, keyId, version, removedKeyIds };
}

async function requireRotatable(
  azure: IdentityAzure,
  spName: string,
  { signal }: AbortOptions,
): Promise<{ readonly identity: ManagedIdentity; readonly place: SecretPlace; readonly expiresAt: string }> {
  const identity = await firstOf(listManagedIdentities(azure, { spName, signal }));
  if (identity === undefined) {
    throw new NotFoundError("SP_NOT_FOUND", `No identity of azlin is called '${spName}'.`, {
      hint: "See 'azlin sp list'.",
    });
  }
  const { secret, expiresAt } = identity;
  if (secret === null) {
    throw new ValidationError("NO_SECRET", `'${spName}' signs in without a secret.`, {
      hint: "There is nothing to rotate.",
    });
  }
  if (expiresAt === null || Date.parse(expiresAt) <= azure.clock.now()) {
    throw new ValidationError(
      "IDENTITY_EXPIRED",
      `'${spName}' has ended${expiresAt === null ? "" : ` on ${expiresAt}`}.`,
      {
        hint: "Make a new one.",
      },
    );
  }
  return { identity, place: { vaultUrl: secret.vaultUrl, secretName: secret.name }, expiresAt };
}

/** Which client secret is in the vault, by the tag of its newest version. */
async function currentKeyId(
  azure: IdentityAzure,
  { vaultUrl, secretName }: SecretPlace,
  { signal }: AbortOptions,
): Promise<string | undefined> {
  return askAzure(azure, {
    operation: `look at the versions of the secret '${secretName}'`,
    action: "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
    signal,
    run: async () => {
      const client = await azure.clients.secrets(vaultUrl);
      let newest: { readonly atMs: number; readonly keyId: string | undefined } | undefined;
      for await (const { createdOn, tags } of client.listPropertiesOfSecretVersions(secretName)) {
        const atMs = createdOn?.getTime() ?? 0;
        if (newest === undefined || atMs >= newest.atMs) newest = { atMs, keyId: tags?.["azlin-key-id"] };
      }
      return newest?.keyId;
    },
  });
}

async function firstOf<T>(items: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of items) return item;
  return undefined;
}

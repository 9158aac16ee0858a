import type { AbortOptions } from "@azlin/core";
import type { IdentityAzure } from "./identity-azure.ts";
import { addPassword, removePassword } from "./passwords.ts";
import { storeSecret, type SecretPlace } from "./vault-secrets.ts";

/** Whose secret is made, and where it goes. */
export interface SecretOwner {
  /** Object id of the application. */
  readonly application: string;
  readonly place: SecretPlace;
  /** Name of the client secret in Entra. */
  readonly displayName: string;
  readonly runId: string;
  readonly scenarioName: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Longest value of a tag in Key Vault. */
const MAX_TAG = 256;

/**
 * Has Entra make a new client secret and stores it as the newest version: it is nowhere else. One that cannot be stored is taken
 * back, since nobody knows it.
 *
 * @returns ids of both.
 * @throws AzlinError
 */
export async function renewSecret(
  azure: IdentityAzure,
  { application, place, displayName, runId, scenarioName, expiresAt }: SecretOwner,
  { signal }: AbortOptions,
): Promise<{ readonly keyId: string; readonly version: string }> {
  const { keyId, secret } = await addPassword(azure, { application, displayName, endsAt: expiresAt }, { signal });
  const tags = {
    RunId: runId.slice(0, MAX_TAG),
    Scenario: scenarioName.slice(0, MAX_TAG),
    "azlin-key-id": keyId,
  };
  try {
    return { keyId, version: await storeSecret(azure, place, { secret, expiresAt, tags, signal }) };
  } catch (error) {
    await removePassword(azure, { application, keyId }, {});
    throw error;
  }
}

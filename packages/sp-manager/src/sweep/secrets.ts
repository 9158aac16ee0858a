import type { SecretProperties } from "@azure/keyvault-secrets";
import { askAzure } from "../azure/ask-azure.ts";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import { purgeSecret, takeSecretAway } from "../azure/vault-secrets.ts";
import { MANAGED_TAG } from "../names/application-tags.ts";
import type { Orphan, OrphanCollector, SweepScope } from "./orphan.ts";

/** Secrets of ours that have ended, and deleted ones that could still be recovered. */
export const endedSecrets: OrphanCollector = {
  name: "secrets",
  collect: (azure, scope) => collect(azure, scope),
};

async function* collect(azure: IdentityAzure, { vaultUrls, signal, minAgeMs }: SweepScope): AsyncGenerator<Orphan> {
  for (const vaultUrl of vaultUrls) {
    for (const { name, expiresOn } of await listSecrets(azure, vaultUrl, signal)) {
      if (expiresOn === undefined || expiresOn.getTime() > azure.clock.now()) continue;
      yield {
        kind: "secret",
        id: `${vaultUrl}/secrets/${name}`,
        name,
        reason: `It ended on ${expiresOn.toISOString()}.`,
        remove: async (options) => {
          await takeSecretAway(azure, { vaultUrl, secretName: name }, options);
          await purgeSecret(azure, { vaultUrl, secretName: name }, options);
        },
      };
    }
    for (const { name, deletedOn } of await listDeletedSecrets(azure, vaultUrl, signal)) {
      if (deletedOn === undefined || azure.clock.now() - deletedOn.getTime() < minAgeMs) continue;
      yield {
        kind: "deleted secret",
        id: `${vaultUrl}/deletedsecrets/${name}`,
        name,
        reason: `It was deleted on ${deletedOn.toISOString()} and can still be recovered.`,
        remove: async (options) => {
          await purgeSecret(azure, { vaultUrl, secretName: name }, options);
        },
      };
    }
  }
}

function listSecrets(
  azure: IdentityAzure,
  vaultUrl: string,
  signal: AbortSignal | undefined,
): Promise<SecretProperties[]> {
  return askAzure(azure, {
    operation: `list the secrets of ${vaultUrl}`,
    action: "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
    signal,
    run: async () => {
      const found: SecretProperties[] = [];
      const client = await azure.clients.secrets(vaultUrl);
      for await (const one of client.listPropertiesOfSecrets()) if (isOurs(one.tags)) found.push(one);
      return found;
    },
  });
}

function listDeletedSecrets(
  azure: IdentityAzure,
  vaultUrl: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly name: string; readonly deletedOn: Date | undefined }[]> {
  return askAzure(azure, {
    operation: `list the deleted secrets of ${vaultUrl}`,
    action: "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
    signal,
    run: async () => {
      const found: { readonly name: string; readonly deletedOn: Date | undefined }[] = [];
      const client = await azure.clients.secrets(vaultUrl);
      for await (const { name, deletedOn, properties } of client.listDeletedSecrets()) {
        if (isOurs(properties.tags)) found.push({ name, deletedOn });
      }
      return found;
    },
  });
}

function isOurs(tags: Readonly<Record<string, string>> | undefined): boolean {
  return tags?.[MANAGED_TAG] === "true";
}

import { clientOptions } from "@azlin/core";
import { KeyVaultManagementClient, type VaultCreateOrUpdateParameters } from "@azure/arm-keyvault";
import { SecretClient } from "@azure/keyvault-secrets";
import type { Emulator } from "../../src/index.ts";
import { azureClients } from "./azure-clients.ts";

/** Makes a vault in the group `rg`; it goes by roles unless told otherwise. */
export async function makeVault(
  emulator: Emulator,
  name: string,
  properties: Partial<VaultCreateOrUpdateParameters["properties"]> = {},
): Promise<KeyVaultManagementClient["vaults"]> {
  const { resources, poll, subscriptionId } = azureClients(emulator);
  const transport = emulator.transport();
  const { vaults } = new KeyVaultManagementClient(transport.credential, subscriptionId, clientOptions(transport));
  await resources.resourceGroups.createOrUpdate("rg", { location: "westus2" });
  const settings = { tenantId: transport.tenantId, sku: { family: "A", name: "standard" } as const };
  const vault = { location: "westus2", properties: { ...settings, enableRbacAuthorization: true, ...properties } };
  await vaults.createOrUpdate("rg", name, vault, poll);
  return vaults;
}

/** The official client of a vault's secrets; default that of the administrator. */
export function secretClient(emulator: Emulator, vaultName: string, clientId?: string): SecretClient {
  const transport = emulator.transport(clientId === undefined ? {} : { clientId });
  const retryOptions = { maxRetries: 0 };
  return new SecretClient(`https://${vaultName}.vault.azure.net`, transport.credential, {
    httpClient: transport.httpClient,
    retryOptions,
  });
}

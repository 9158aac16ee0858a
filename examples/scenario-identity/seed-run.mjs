const SUBSCRIPTION_ID = "00000000-0000-4000-8000-000000000001";
const GROUPS = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups`;

/** The vault of the run. */
export const VAULT_URL = "https://run-42-kv.vault.azure.net";

/** Puts the resource group and the vault of a run into a local Azure, and a group of somebody else. */
export function seedRun(emulator) {
  const group = `${GROUPS}/run-42`;
  const other = `${GROUPS}/payroll`;
  const properties = { provisioningState: "Succeeded" };
  emulator.seed({ id: group, body: { location: "westus2", tags: { RunId: "run-42" }, properties } });
  emulator.seed({ id: other, body: { location: "westus2", properties } });
  const vault = { sku: { family: "A", name: "standard" }, enableRbacAuthorization: true, enableSoftDelete: true };
  emulator.seed({
    id: `${group}/providers/Microsoft.KeyVault/vaults/run-42-kv`,
    body: {
      location: "westus2",
      properties: { ...properties, ...vault, accessPolicies: [], vaultUri: `${VAULT_URL}/` },
    },
  });
  return { subscriptionId: SUBSCRIPTION_ID, group, other };
}

// What somebody has made before a run's agent starts: a group, a vault, a network's environment, a registry, an identity.
const GROUPS = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups";
const PRINCIPAL = "00000000-0000-4000-8000-0000000000d1";
const DIGEST = `sha256:${"e".repeat(64)}`;
/** Key Vault Secrets User, AcrPull. */
const READS = { vault: "4633458b-17de-408a-b874-0445c86b69e6", registry: "7f951dda-4ed3-4680-a7ca-43fe172d538d" };

/** The group of the run, and one that is not its business. */
export const RUN_GROUP = `${GROUPS}/run-7`;
export const OTHER_GROUP = `${GROUPS}/payroll`;
export const VAULT = "run-7-kv";

const idOf = (type, name) => `${RUN_GROUP}/providers/${type}/${name}`;
const ENVIRONMENT = idOf("Microsoft.App/managedEnvironments", "agents");
const IDENTITY = idOf("Microsoft.ManagedIdentity/userAssignedIdentities", "agents");
const VAULT_ID = idOf("Microsoft.KeyVault/vaults", VAULT);
const REGISTRY = idOf("Microsoft.ContainerRegistry/registries", "agents");

/** Options of a deployment into that environment. */
export const DEPLOYMENT = [
  `--environment ${ENVIRONMENT} --identity ${IDENTITY}`,
  `--registry agents.azurecr.io --image agents.azurecr.io/agent@${DIGEST}`,
].join(" ");

/** Ids and bodies of all of it. */
export function resourcesOfAgent() {
  return [
    made(RUN_GROUP, {}, { RunId: "run-7" }),
    made(OTHER_GROUP),
    made(IDENTITY, { principalId: PRINCIPAL, clientId: PRINCIPAL }),
    made(VAULT_ID, {
      sku: { family: "A", name: "standard" },
      vaultUri: `https://${VAULT}.vault.azure.net/`,
      enableRbacAuthorization: true,
      enableSoftDelete: true,
      accessPolicies: [],
    }),
    made(REGISTRY, { images: { agent: { "1.0": DIGEST } } }),
    made(ENVIRONMENT, {
      vnetConfiguration: {
        infrastructureSubnetId: idOf("Microsoft.Network/virtualNetworks", "n/subnets/s"),
        internal: true,
      },
      workloadProfiles: [{ name: "Consumption", workloadProfileType: "Consumption" }],
    }),
    role(READS.vault, VAULT_ID),
    role(READS.registry, REGISTRY),
  ];
}

function made(id, properties = {}, tags = {}) {
  return { id, body: { location: "westus2", tags, properties: { provisioningState: "Succeeded", ...properties } } };
}

function role(definition, scope) {
  const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${definition}`;
  const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${definition}`;
  return { id, body: { properties: { principalId: PRINCIPAL, roleDefinitionId, scope } } };
}

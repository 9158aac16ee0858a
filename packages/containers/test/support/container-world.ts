import { seededRandom } from "@azlin/core";
import { createEmulator, type Emulator, type EmulatorOptions } from "@azlin/emulator";
import { onTestFinished } from "vitest";
import {
  containersAzure,
  type ContainerFacts,
  type ContainerManagerConfig,
  type ContainerRequest,
  type ContainerRules,
  type ContainersAzure,
  type EnvironmentFacts,
} from "../../src/index.ts";

/** Subscription of every local Azure. */
export const SUBSCRIPTION_ID = "00000000-0000-4000-8000-000000000001";
/** The group that everything is in. */
export const GROUP = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/agents`;
/** The subnet of the environment. */
export const SUBNET = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/apps`;
/** An internal environment with Consumption and an E16 profile. */
export const ENVIRONMENT = `${GROUP}/providers/Microsoft.App/managedEnvironments/env`;
/** An environment that is in no network. */
export const PUBLIC_ENVIRONMENT = `${GROUP}/providers/Microsoft.App/managedEnvironments/open`;
/** The identity that reads secrets. */
export const IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/reader`;
/** The vault that secrets are in. */
const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults/agents-kv`;
/** Its URL. */
export const VAULT_URL = "https://agents-kv.vault.azure.net";
/** An image by its digest. */
const IMAGE = `agents.azurecr.io/team/agent@sha256:${"c".repeat(64)}`;
const SECRETS = ["api-key", "anthropic-api-key", "sp-client-secret", "scenario-sp-web-shop-secret"];
const PRINCIPAL = "00000000-0000-4000-8000-0000000000b1";
const SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6";
const ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
const REGISTRY = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/agents`;

/** A local Azure that has everything an agent needs; it ends with the test. */
export function containerWorld(options: EmulatorOptions = {}): Emulator {
  const emulator = createEmulator({ seed: 3, ...options });
  onTestFinished(() => emulator.stop());
  seedContainers(emulator);
  return emulator;
}

/** Puts everything there that an agent needs. */
export function seedContainers(emulator: Emulator): void {
  const seed = (id: string, properties: object): void =>
    emulator.seed({ id, body: { location: "westus2", properties } });
  seed(GROUP, { provisioningState: "Succeeded" });
  seed(IDENTITY, { principalId: PRINCIPAL, clientId: "00000000-0000-4000-8000-0000000000b2" });
  seed(VAULT, { vaultUri: `${VAULT_URL}/`, enableRbacAuthorization: true });
  seed(REGISTRY, { images: { "team/agent": { "1.0": `sha256:${"c".repeat(64)}` } } });
  seed(ENVIRONMENT, {
    provisioningState: "Succeeded",
    defaultDomain: "calm-1.westus2.azurecontainerapps.io",
    vnetConfiguration: { infrastructureSubnetId: SUBNET, internal: true },
    workloadProfiles: [
      { name: "Consumption", workloadProfileType: "Consumption" },
      { name: "big", workloadProfileType: "E16", minimumCount: 0, maximumCount: 3 },
    ],
  });
  seed(PUBLIC_ENVIRONMENT, { provisioningState: "Succeeded" });
  const version = { version: "0".repeat(32), value: "hush", enabled: true, created: 0, updated: 0 };
  for (const name of SECRETS) emulator.world.secrets.put("agents-kv", { name, versions: [version] });
  grant(emulator, SECRETS_USER, VAULT);
  grant(emulator, ACR_PULL, REGISTRY);
}

/** Takes the right to read the vault's secrets away. */
export function revokeSecrets(emulator: Emulator): void {
  emulator.world.store.remove(`${VAULT}/providers/Microsoft.Authorization/roleAssignments/${SECRETS_USER}`);
}

/** Gives the right to read the vault's secrets. */
export function grantSecrets(emulator: Emulator): void {
  grant(emulator, SECRETS_USER, VAULT);
}

/** Gives the identity one more role on the vault, with which no secret can be read. */
export function assignReader(emulator: Emulator, index: number): void {
  const roleDefinitionId = "/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7";
  const id = `${VAULT}/providers/Microsoft.Authorization/roleAssignments/reader-${index}`;
  emulator.seed({ id, body: { properties: { principalId: PRINCIPAL, roleDefinitionId, scope: VAULT } } });
}

/** The package's view of a local Azure. */
export function azureOf(emulator: Emulator): ContainersAzure {
  return containersAzure({ transport: emulator.transport(), clock: emulator.clock, random: seededRandom(1) });
}

/** A request that nothing is wrong with. */
export function requestOf(extra: Partial<ContainerRequest> = {}): ContainerRequest {
  return {
    scenario: "web-shop",
    resourceGroup: "agents",
    environmentId: ENVIRONMENT,
    identityId: IDENTITY,
    image: IMAGE,
    ...extra,
  };
}

/** Rules that let it through. */
export const RULES: ContainerRules = { allowedRegistries: ["agents.azurecr.io"] };

/** Facts about an environment, as they are in {@link containerWorld}. */
export function environmentFacts(extra: Partial<EnvironmentFacts> = {}): EnvironmentFacts {
  return {
    id: ENVIRONMENT,
    location: "westus2",
    provisioningState: "Succeeded",
    subnetId: SUBNET,
    isInternal: true,
    profiles: [
      { name: "Consumption", type: "Consumption" },
      { name: "big", type: "E16" },
    ],
    ...extra,
  };
}

/** Facts that nothing is wrong with. */
export function factsOf(extra: Partial<ContainerFacts> = {}): ContainerFacts {
  return { environment: environmentFacts(), principalId: PRINCIPAL, vaults: [], existing: null, ...extra };
}

/** A configuration of the manager that nothing is wrong with. */
export function configOf(extra: Partial<ContainerManagerConfig> = {}): ContainerManagerConfig {
  return {
    subscriptionId: SUBSCRIPTION_ID,
    tenantId: "00000000-0000-4000-8000-000000007e47",
    resourceGroup: "agents",
    environmentId: ENVIRONMENT,
    identityId: IDENTITY,
    image: IMAGE,
    allowedRegistries: ["agents.azurecr.io"],
    keyVaultUrl: VAULT_URL,
    ...extra,
  };
}

function grant(emulator: Emulator, role: string, scope: string): void {
  const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${role}`;
  const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${role}`;
  emulator.seed({ id, body: { properties: { principalId: PRINCIPAL, roleDefinitionId, scope } } });
}

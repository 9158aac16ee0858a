// Loaded before time is watched: see IdleClock.
import "@azure/arm-authorization";
import "@azure/core-rest-pipeline";
import "@azure/identity";
import "@azure/keyvault-secrets";
import "@microsoft/microsoft-graph-client";
import { seededRandom } from "@azlin/core";
import { createEmulator, type Emulator, type EmulatorOptions } from "@azlin/emulator";
import { IdleClock } from "@azlin/testing";
import { onTestFinished } from "vitest";
import { identityAzure, type IdentityAzure, type IdentityRequest } from "../../src/index.ts";

/** The subscription of every local Azure. */
export const SUBSCRIPTION_ID = "00000000-0000-4000-8000-000000000001";
/** The run that the tests make identities for. */
export const RUN_ID = "7c1f6a52-0000-4000-8000-000000000042";
/** The vault that {@link seedVault} makes. */
export const VAULT_URL = "https://run-vault.vault.azure.net";
/** Tenant of every local Azure. */
export const TENANT_ID = "00000000-0000-4000-8000-000000007e47";

/** The resource group of the run. */
export const GROUP = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/run-42`;

/** A local Azure whose time stands still, with the run's group in it; it ends with the test. */
export function worldOf(options: EmulatorOptions = {}): Emulator {
  const emulator = createEmulator({ seed: 7, clock: "virtual", ...options });
  onTestFinished(() => emulator.stop());
  emulator.seed({ id: GROUP, body: { location: "westus2", tags: { RunId: RUN_ID }, properties: {} } });
  return emulator;
}

/** Puts a vault there that goes by roles. */
export function seedVault(emulator: Emulator, properties: object = {}): void {
  emulator.seed({
    id: `${GROUP}/providers/Microsoft.KeyVault/vaults/run-vault`,
    body: {
      location: "westus2",
      properties: {
        provisioningState: "Succeeded",
        tenantId: TENANT_ID,
        sku: { family: "A", name: "standard" },
        enableRbacAuthorization: true,
        enableSoftDelete: true,
        vaultUri: `${VAULT_URL}/`,
        accessPolicies: [],
        ...properties,
      },
    },
  });
}

/** The package's view of a local Azure, whose time passes while it waits. */
export function azureOf(emulator: Emulator, as: Parameters<Emulator["transport"]>[0] = {}): IdentityAzure {
  const clock = new IdleClock(emulator);
  return identityAzure({ transport: clock.watch(emulator.transport(as)), clock, random: seededRandom(1) });
}

/** What most tests ask for: an identity with a secret that may read the run's group. */
export function secretRequest(change: Partial<IdentityRequest> = {}): IdentityRequest {
  return {
    scenarioName: "vision",
    runId: RUN_ID,
    subscriptionId: SUBSCRIPTION_ID,
    roles: ["Reader"],
    credential: { kind: "secret", vaultUrl: VAULT_URL },
    ...change,
  };
}

/** An identity that takes tokens of a pipeline. */
export function federatedRequest(change: Partial<IdentityRequest> = {}): IdentityRequest {
  return secretRequest({
    credential: {
      kind: "federated",
      issuer: "https://token.actions.githubusercontent.com",
      subject: "repo:azlin/azlin:ref:refs/heads/main",
    },
    ...change,
  });
}

import { clientOptions, pollOptions } from "@azlin/core";
import { ContainerAppsAPIClient, type ContainerApp, type Job, type ManagedEnvironment } from "@azure/arm-appcontainers";
import type { Emulator } from "../../src/index.ts";

/** The group that everything is in. */
export const GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg";
/** A user-assigned identity. */
export const IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/agent`;
/** The environment that {@link seedContainerWorld} makes, with its two profiles. */
export const ENVIRONMENT = `${GROUP}/providers/Microsoft.App/managedEnvironments/env`;
/** A subnet that is delegated to environments. */
export const SUBNET = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/apps`;
const PRINCIPAL = "00000000-0000-4000-8000-0000000000a1";
const REGION = "westus2";

/** A client of Container Apps with the options that make it fast. */
export interface ContainerClient {
  readonly api: ContainerAppsAPIClient;
  readonly poll: ReturnType<typeof pollOptions>;
}

/** The official client of an emulator. */
export function containerClient(emulator: Emulator): ContainerClient {
  const transport = emulator.transport();
  const [subscriptionId = ""] = transport.subscriptionIds;
  const api = new ContainerAppsAPIClient(transport.credential, subscriptionId, clientOptions(transport));
  return { api, poll: pollOptions(transport) };
}

/** Puts a group, a network, an identity and an internal environment there. */
export function seedContainerWorld(emulator: Emulator): void {
  const seed = (id: string, properties: object): void => emulator.seed({ id, body: { location: REGION, properties } });
  seed(GROUP, { provisioningState: "Succeeded" });
  seed(SUBNET.replace("/subnets/apps", ""), {
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    subnets: [
      {
        name: "apps",
        properties: {
          addressPrefix: "10.0.0.0/23",
          delegations: [{ name: "apps", properties: { serviceName: "Microsoft.App/environments" } }],
        },
      },
      { name: "plain", properties: { addressPrefix: "10.0.4.0/28" } },
    ],
  });
  seed(IDENTITY, { principalId: PRINCIPAL, clientId: "00000000-0000-4000-8000-0000000000a2" });
  seed(ENVIRONMENT, {
    provisioningState: "Succeeded",
    defaultDomain: "calm-1.westus2.azurecontainerapps.io",
    vnetConfiguration: { infrastructureSubnetId: SUBNET, internal: true },
    workloadProfiles: [
      { name: "Consumption", workloadProfileType: "Consumption" },
      { name: "big", workloadProfileType: "E16", minimumCount: 0, maximumCount: 3 },
    ],
  });
}

/** Lets the identity act in a role, of which the id is given, on a scope. */
export function grant(emulator: Emulator, role: string, scope: string): void {
  const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${role}`;
  const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${role}`;
  emulator.seed({ id, body: { properties: { principalId: PRINCIPAL, roleDefinitionId, scope } } });
}

/** Puts a secret into a vault. */
export function putSecret(emulator: Emulator, vault: string, name: string): void {
  const version = { version: "0".repeat(32), value: "hush", enabled: true, created: 0, updated: 0 };
  emulator.world.secrets.put(vault, { name, versions: [version] });
}

/** An environment as it is asked for. */
export function environmentOf(vnetConfiguration?: ManagedEnvironment["vnetConfiguration"]): ManagedEnvironment {
  const workloadProfiles = [{ name: "big", workloadProfileType: "D4", minimumCount: 0, maximumCount: 2 }];
  return { location: REGION, workloadProfiles, ...(vnetConfiguration !== undefined && { vnetConfiguration }) };
}

/** A job with one container that does what the script says. */
export function jobOf(script: string, extra: Partial<Job> = {}): Job {
  return {
    location: REGION,
    environmentId: ENVIRONMENT,
    configuration: { triggerType: "Manual", replicaTimeout: 60, replicaRetryLimit: 0 },
    template: { containers: [{ name: "agent", image: "mcr.example/agent:1", command: ["sh", "-c", script] }] },
    ...extra,
  };
}

/** An app with one container. */
export function appOf(extra: Partial<ContainerApp> = {}): ContainerApp {
  return {
    location: REGION,
    environmentId: ENVIRONMENT,
    template: { containers: [{ name: "web", image: "mcr.example/web:1" }] },
    ...extra,
  };
}

import {
  callOptions,
  parseResourceId,
  ValidationError,
  withDeadline,
  type AbortOptions,
  type OperationOptions,
} from "@azlin/core";
import type { ManagedEnvironment } from "@azure/arm-appcontainers";
import { readIfThere } from "../azure/call-containers.ts";
import type { ContainersAzure } from "../azure/containers-azure.ts";
import { sendArm } from "../azure/send-arm.ts";
import { parseVaultUrl } from "../env/key-vault-secret.ts";
import { requestedName, type ContainerRequest } from "../plan/container-request.ts";
import { readExisting } from "../status/read-existing.ts";
import type { ContainerFacts, EnvironmentFacts } from "./container-facts.ts";
import { identitySchema } from "./documents.ts";
import { readVaultAccess } from "./read-vault-access.ts";

/**
 * Reads what deploying depends on: the environment, the identity, what it may read, and what has the name already.
 *
 * @throws ValidationError (`ENVIRONMENT_IN_OTHER_SUBSCRIPTION`); AzlinError when something cannot be read: nothing is planned on
 * half a picture. DeadlineError (`TIMED_OUT`).
 */
export async function gatherContainerFacts(
  azure: ContainersAzure,
  request: ContainerRequest,
  options: OperationOptions = {},
): Promise<ContainerFacts> {
  return withDeadline("reading what the container needs", { ...options, clock: azure.clock }, async (signal) => {
    const place = { resourceGroup: request.resourceGroup, name: requestedName(request) };
    const [environment, principalId, existing] = await Promise.all([
      readEnvironment(azure, request.environmentId, { signal }),
      request.identityId === undefined ? null : readPrincipal(azure, request.identityId, { signal }),
      readExisting(azure, place, { signal }),
    ]);
    const urls = Object.values(request.secrets ?? {}).map(({ vaultUrl }) => parseVaultUrl(vaultUrl).href);
    const vaults = await readVaultAccess(azure, urls, { principalId, signal });
    return { environment: environment ?? null, principalId, vaults, existing: existing ?? null };
  });
}

async function readEnvironment(
  azure: ContainersAzure,
  id: string,
  { signal }: AbortOptions,
): Promise<EnvironmentFacts | undefined> {
  const { subscriptionId, resourceGroup = "", names } = parseResourceId(id);
  if (subscriptionId?.toLowerCase() !== azure.subscriptionId.toLowerCase()) {
    throw new ValidationError("ENVIRONMENT_IN_OTHER_SUBSCRIPTION", "The environment is in another subscription.", {
      hint: "What runs in an environment is in its subscription: name that one.",
      details: { environmentId: id, subscriptionId: azure.subscriptionId },
    });
  }
  const found = await readIfThere(azure, {
    operation: "read the environment",
    action: "Microsoft.App/managedEnvironments/read",
    resource: id,
    signal,
    run: (client) => client.managedEnvironments.get(resourceGroup, names[0] ?? "", callOptions({ signal })),
  });
  return found === undefined ? undefined : toFacts(id, found);
}

async function readPrincipal(azure: ContainersAzure, id: string, { signal }: AbortOptions): Promise<string | null> {
  const found = await readIfThere(azure, {
    operation: "read the identity",
    action: "Microsoft.ManagedIdentity/userAssignedIdentities/read",
    resource: id,
    signal,
    run: (client) => sendArm(azure, client, { url: `${id}?api-version=2023-01-31`, signal }),
  });
  return found === undefined ? null : identitySchema.parse(found).properties.principalId;
}

function toFacts(id: string, environment: ManagedEnvironment): EnvironmentFacts {
  const { location, provisioningState = "Unknown", vnetConfiguration, workloadProfiles } = environment;
  return {
    id: environment.id ?? id,
    location: location.replaceAll(" ", "").toLowerCase(),
    provisioningState,
    subnetId: vnetConfiguration?.infrastructureSubnetId ?? null,
    isInternal: vnetConfiguration?.internal === true,
    profiles: (workloadProfiles ?? []).map(({ name, workloadProfileType }) => ({ name, type: workloadProfileType })),
  };
}

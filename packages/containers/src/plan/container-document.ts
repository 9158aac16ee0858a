import type { Container, ContainerApp, Job, RegistryCredentials, Secret } from "@azure/arm-appcontainers";
import { secretReference, secretUrl } from "../env/key-vault-secret.ts";
import { formatImageReference, isAzureRegistry } from "../image/image-reference.ts";
import type { CheckedRequest } from "./check-request.ts";
import { toAzureProbe } from "./container-probe.ts";
import type { ContainerRequest } from "./container-request.ts";
import { toAzureScale } from "./container-scale.ts";

/** What the document of an app or job is made of. */
export interface DocumentParts {
  readonly request: ContainerRequest;
  readonly checked: CheckedRequest;
  readonly environmentId: string;
  readonly location: string;
  readonly profileName: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What is sent to Azure. */
export type ContainerDocument =
  | { readonly kind: "job"; readonly resource: Job }
  | { readonly kind: "app"; readonly resource: ContainerApp };

/** Ten hours: as long as a scenario may take with everything around it. */
const DEFAULT_TIMEOUT_SECONDS = 36_000;

/** The document of an app or job. Pure. */
export function containerDocument(parts: DocumentParts): ContainerDocument {
  return parts.checked.kind === "job"
    ? { kind: "job", resource: jobOf(parts) }
    : { kind: "app", resource: appOf(parts) };
}

function jobOf(parts: DocumentParts): Job {
  const { timeoutSeconds = DEFAULT_TIMEOUT_SECONDS, retryLimit = 0 } = parts.request;
  return {
    ...placeOf(parts),
    configuration: {
      triggerType: "Manual",
      replicaTimeout: timeoutSeconds,
      replicaRetryLimit: retryLimit,
      manualTriggerConfig: { parallelism: 1, replicaCompletionCount: 1 },
      ...accessOf(parts),
    },
    template: { containers: [containerOf(parts)] },
  };
}

/** Agents take no requests: there is no ingress. */
function appOf(parts: DocumentParts): ContainerApp {
  const { scale = {}, probes = [] } = parts.request;
  const container = { ...containerOf(parts), probes: probes.map(toAzureProbe) };
  return {
    ...placeOf(parts),
    configuration: { activeRevisionsMode: "Single", ...accessOf(parts) },
    template: { containers: [container], scale: toAzureScale(scale) },
  };
}

function placeOf({ request, environmentId, location, profileName, tags }: DocumentParts): Job {
  const { identityId } = request;
  return {
    location,
    tags: { ...tags },
    environmentId,
    workloadProfileName: profileName,
    ...(identityId !== undefined && {
      identity: { type: "UserAssigned", userAssignedIdentities: { [identityId]: {} } },
    }),
  };
}

function accessOf({ request, checked }: DocumentParts): { secrets?: Secret[]; registries?: RegistryCredentials[] } {
  const { secrets = {}, identityId: identity } = request;
  if (identity === undefined) return {};
  const { registry } = checked.image;
  const byName = new Map(Object.values(secrets).map((secret) => [secretReference(secret), secretUrl(secret)]));
  return {
    secrets: [...byName].map(([name, keyVaultUrl]) => ({ name, keyVaultUrl, identity })),
    ...(isAzureRegistry(registry) && { registries: [{ server: registry, identity }] }),
  };
}

function containerOf({ request, checked }: DocumentParts): Container {
  const { env = {}, secrets = {}, command, args } = request;
  const { size, image } = checked;
  return {
    name: "agent",
    image: formatImageReference(image),
    resources: { cpu: size.cpuCores, memory: `${size.memoryGib}Gi` },
    env: [
      ...Object.entries(env).map(([name, value]) => ({ name, value })),
      ...Object.entries(secrets).map(([name, secret]) => ({ name, secretRef: secretReference(secret) })),
    ],
    ...(command !== undefined && { command: [...command] }),
    ...(args !== undefined && { args: [...args] }),
  };
}

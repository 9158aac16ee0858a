// Everything exported here is public API. Explicit names only.
export { applyContainer } from "./apply/apply-container.ts";
export type { ApplyContainerOptions, DeployedContainer } from "./apply/apply-container.ts";
export type { ContainerClients } from "./azure/container-clients.ts";
export { containersAzure } from "./azure/containers-azure.ts";
export type { ContainersAzure, ContainersAzureOptions } from "./azure/containers-azure.ts";
export { ContainerAppError } from "./container-app-error.ts";
export { deleteContainer } from "./delete/delete-container.ts";
export type { DeleteContainerOptions } from "./delete/delete-container.ts";
export { checkEnv } from "./env/check-env.ts";
export { secretReference, secretUrl } from "./env/key-vault-secret.ts";
export type { KeyVaultSecret } from "./env/key-vault-secret.ts";
export type {
  Access,
  ContainerFacts,
  EnvironmentFacts,
  EnvironmentProfile,
  ExistingContainer,
  VaultFacts,
} from "./facts/container-facts.ts";
export { gatherContainerFacts } from "./facts/gather-container-facts.ts";
export { checkImage } from "./image/check-image.ts";
export type { ImageRules } from "./image/check-image.ts";
export { formatImageReference, parseImageReference } from "./image/image-reference.ts";
export type { ImageReference } from "./image/image-reference.ts";
export { resolveImageDigest } from "./image/resolve-image-digest.ts";
export type { ContainerLogLine } from "./logs/log-line.ts";
export { streamContainerLogs } from "./logs/stream-container-logs.ts";
export type { StreamContainerLogsOptions } from "./logs/stream-container-logs.ts";
export { ContainerManager } from "./manager/container-manager.ts";
export type { ContainerManagerOptions } from "./manager/container-manager.ts";
export type { ContainerPlaceOptions } from "./manager/container-place-options.ts";
export { deleteContainerApp } from "./manager/delete-container-app.ts";
export { deployContainerApp } from "./manager/deploy-container-app.ts";
export type { DeployContainerAppOptions } from "./manager/deploy-container-app.ts";
export { getContainerStatus } from "./manager/get-container-status.ts";
export type { ContainerManagerConfig, ManagerVnet } from "./manager/manager-config.ts";
export type { ContainerPrincipal, ContainerScenario } from "./manager/scenario-request.ts";
export { containerName, isContainerName } from "./name/container-name.ts";
export type { ContainerNameOptions } from "./name/container-name.ts";
export { checkRequest } from "./plan/check-request.ts";
export type { CheckedRequest } from "./plan/check-request.ts";
export type { ContainerDocument } from "./plan/container-document.ts";
export type { ContainerPlan, ContainerStep } from "./plan/container-plan.ts";
export type { ContainerProbe } from "./plan/container-probe.ts";
export type { ContainerRequest } from "./plan/container-request.ts";
export type { ContainerRules } from "./plan/container-rules.ts";
export type { ContainerScale, ScaleRule } from "./plan/container-scale.ts";
export { planContainer } from "./plan/plan-container.ts";
export { DEFAULT_SIZE, SIZE_PRESETS } from "./size/container-size.ts";
export type { ContainerSize, SizePreset } from "./size/container-size.ts";
export { planWorkloadProfile } from "./size/plan-workload-profile.ts";
export type { PlanWorkloadProfileOptions } from "./size/plan-workload-profile.ts";
export { WORKLOAD_PROFILES, WORKLOAD_PROFILES_DATE } from "./size/workload-profiles.ts";
export type { WorkloadProfile } from "./size/workload-profiles.ts";
export { containerState } from "./status/container-state.ts";
export type { ContainerState, RawStatus } from "./status/container-state.ts";
export { readContainerStatus } from "./status/read-container-status.ts";
export type { ContainerStatus, ReadContainerStatusOptions } from "./status/read-container-status.ts";
export type { ContainerPlace } from "./status/read-existing.ts";

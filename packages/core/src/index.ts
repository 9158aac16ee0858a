// Everything exported here is public API. Explicit names only.
export { clientOptions, pollOptions } from "./azure/azure-transport.ts";
export type {
  AzureTransport,
  TransportClientOptions,
  TransportName,
  TransportPolicy,
} from "./azure/azure-transport.ts";
export { AZURE_PUBLIC_CLOUD } from "./azure/cloud-endpoints.ts";
export type { CloudEndpoints } from "./azure/cloud-endpoints.ts";
export { isComputeBilled, POWER_STATES, powerStateOf } from "./azure/power-state.ts";
export type { InstanceViewStatus, PowerState } from "./azure/power-state.ts";
export {
  formatResourceId,
  isResourceId,
  parseResourceId,
  resourceKey,
  resourceNameOf,
  resourceTypeOf,
  sameResource,
  tryParseResourceId,
} from "./azure/resource-id.ts";
export type { ResourceId, ResourceIdParts } from "./azure/resource-id.ts";
export type { Vm, VmRef } from "./azure/vm.ts";
export { AzlinError, isAzlinError } from "./errors/azlin-error.ts";
export type { AzlinErrorOptions, SerializedError } from "./errors/azlin-error.ts";
export {
  AuthenticationError,
  ConflictError,
  DeadlineError,
  InternalError,
  NotFoundError,
  PermissionError,
  PrerequisiteError,
  ProvisioningError,
  ThrottledError,
  TransportError,
  UnsupportedError,
  ValidationError,
} from "./errors/families.ts";
export type { DeadlineErrorOptions, PermissionErrorOptions, ThrottledErrorOptions } from "./errors/families.ts";
export type { OperationOptions } from "./operation-options.ts";
export { systemClock } from "./time/clock.ts";
export type { Clock } from "./time/clock.ts";
export { randomGuid, seededRandom, systemRandom } from "./time/random.ts";
export type { Random } from "./time/random.ts";

// Everything exported here is public API. Explicit names only.
export { armAnswer } from "./azure/arm-answer.ts";
export { armPages } from "./azure/arm-pages.ts";
export type { ArmPage } from "./azure/arm-pages.ts";
export { clientOptions, pollOptions } from "./azure/azure-transport.ts";
export type {
  AzureTransport,
  TransportClientOptions,
  TransportName,
  TransportPolicy,
} from "./azure/azure-transport.ts";
export type { AzureErrorBody } from "./azure/policies/azure-error-body.ts";
export { operationErrorOf, operationErrorPolicy } from "./azure/policies/operation-error-policy.ts";
export { throttleHintPolicy } from "./azure/policies/throttle-hint-policy.ts";
export type { ThrottleHintOptions } from "./azure/policies/throttle-hint-policy.ts";
export { AZURE_PUBLIC_CLOUD } from "./azure/cloud-endpoints.ts";
export type { CloudEndpoints } from "./azure/cloud-endpoints.ts";
export { DISK_PRICES, diskMonthlyCostUsd } from "./azure/disk-prices.ts";
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
export { sendArmRequest } from "./azure/send-arm-request.ts";
export type { ArmRequest, ArmSender } from "./azure/send-arm-request.ts";
export type { Vm, VmRef } from "./azure/vm.ts";
export { toAzlinError } from "./errors/azure-error.ts";
export type { AzureErrorContext } from "./errors/azure-error.ts";
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
export { writeFileAtomic } from "./files/atomic-file.ts";
export type { AtomicFileOptions } from "./files/atomic-file.ts";
export { azlinHome } from "./files/azlin-home.ts";
export { withFileLock } from "./files/file-lock.ts";
export type { FileLockOptions } from "./files/file-lock.ts";
export { nodeFileSystem } from "./files/file-system.ts";
export type { FileSystem } from "./files/file-system.ts";
export { JournalFile, memoryJournal, withJournal } from "./files/journal-file.ts";
export type { Journal, JournalFormat } from "./files/journal-file.ts";
export { ensurePrivateDirectory } from "./files/private-directory.ts";
export type { PrivateDirectoryOptions } from "./files/private-directory.ts";
export { parseToml, TomlDocument } from "./files/toml-document.ts";
export type { TomlPath } from "./files/toml-document.ts";
export { readTomlFile, updateTomlFile } from "./files/toml-file.ts";
export type { UpdateTomlFileOptions } from "./files/toml-file.ts";
export { isTomlTable } from "./files/toml-value.ts";
export type { TomlTable, TomlValue } from "./files/toml-value.ts";
export { createLogger, recordingLogger, silentLogger } from "./logging/logger.ts";
export type { Logger, LogLevel, LogRecord, RecordingLogger } from "./logging/logger.ts";
export { sanitizeFields } from "./logging/sanitize-fields.ts";
export type { LogFields } from "./logging/sanitize-fields.ts";
export { callOptions } from "./operation-options.ts";
export type { AbortOptions, OperationOptions } from "./operation-options.ts";
export type { Environment } from "./process/environment.ts";
export { launchBackground, tellFailure, tellReady } from "./process/launch-background.ts";
export type { BackgroundProgram } from "./process/launch-background.ts";
export { redact } from "./secrets/redact.ts";
export { isSecret, Secret } from "./secrets/secret.ts";
export { wildcard } from "./text/wildcard.ts";
export type { WildcardOptions } from "./text/wildcard.ts";
export { systemClock } from "./time/clock.ts";
export type { Clock } from "./time/clock.ts";
export { ManualClock } from "./time/manual-clock.ts";
export { randomGuid, seededRandom, systemRandom } from "./time/random.ts";
export type { Random } from "./time/random.ts";
export { callAzure } from "./work/call-azure.ts";
export type { AzureCallOptions } from "./work/call-azure.ts";
export { withDeadline } from "./work/deadline.ts";
export type { DeadlineOptions } from "./work/deadline.ts";
export { mapConcurrent, mapConcurrentSettled } from "./work/map-concurrent.ts";
export type { ConcurrencyOptions, ItemReport, Items } from "./work/map-concurrent.ts";
export { RateLimiter } from "./work/rate-limiter.ts";
export type { RateLimiterOptions } from "./work/rate-limiter.ts";
export { remainingRequests } from "./work/remaining-requests.ts";
export { parseRetryAfter } from "./work/retry-after.ts";
export type { HeaderGetter } from "./work/retry-after.ts";
export { throttling, transientFailure, waits } from "./work/retry-strategies.ts";
export type {
  RetryDecision,
  RetryState,
  RetryStrategy,
  ThrottlingOptions,
  TransientFailureOptions,
  WaitsOptions,
} from "./work/retry-strategies.ts";
export { retry } from "./work/retry.ts";
export type { RetryNotice, RetryOptions } from "./work/retry.ts";
export { changeRate, closeBucket, fullBucket, msUntilToken, refillBucket, takeToken } from "./work/token-bucket.ts";
export type { TokenBucket } from "./work/token-bucket.ts";
export { TtlCache } from "./work/ttl-cache.ts";
export type { CachedValue, TtlCacheOptions } from "./work/ttl-cache.ts";

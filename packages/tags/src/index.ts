// Everything exported here is public API. Explicit names only.
export { AzureClients } from "./azure-clients.ts";
export { vmNotFound } from "./claim-session.ts";
export { TagConflictError } from "./errors.ts";
export { toManagedVm } from "./managed-vm.ts";
export type { ManagedVm, VmFacts } from "./managed-vm.ts";
export { applySessionMigration } from "./migrate-sessions.ts";
export type { MigrationContext, MigrationReport, UnmigratedSession } from "./migrate-sessions.ts";
export { planSessionMigration } from "./migration-plan.ts";
export type { MigrationFacts, MigrationPlan, MigrationStep } from "./migration-plan.ts";
export { queryResourceGraph } from "./query-resource-graph.ts";
export { forgetConfiguredSessions, readConfiguredSessions } from "./session-config.ts";
export type { ConfiguredSession } from "./session-config.ts";
export { permissionWarning, SessionResolver } from "./session-resolver.ts";
export type { ResolvedSession, ResolvedVm, SessionResolverOptions, SessionSource } from "./session-resolver.ts";
export { SubscriptionScope } from "./subscriptions.ts";
export { TagManager } from "./tag-manager.ts";
export type { ReadTagsOptions, StaleNotice, TagManagerOptions } from "./tag-manager.ts";
export {
  formatCreated,
  isManaged,
  MANAGED_BY,
  managementTags,
  MAX_TAG_VALUE_LENGTH,
  parseSessionName,
  readTag,
  sessionOf,
  TAG_KEYS,
} from "./tag-schema.ts";
export type { ManagementFacts, Tags } from "./tag-schema.ts";
export { TagsApi } from "./tags-api.ts";
export type { TaggedResource } from "./tags-api.ts";
export type { DiscoveryOptions, DiscoverySource } from "./vm-discovery.ts";

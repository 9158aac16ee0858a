// Everything exported here is public API. Explicit names only.
export { BrokerError } from "./broker/broker-error.ts";
export { Broker } from "./broker/broker.ts";
export type { BrokerStats, QueueStats } from "./broker/broker.ts";
export { createBroker } from "./broker/create-broker.ts";
export type { BrokerOptions } from "./broker/create-broker.ts";
export type { QueueSettings, SubscriptionSettings, TopicSettings } from "./broker/entities/entity-settings.ts";
export type { BrokerFault, BrokerFaultEffect, FaultPoint } from "./broker/faults/broker-fault.ts";
export { BrokerFaults } from "./broker/faults/broker-faults.ts";
export type { BrokerFaultStatus } from "./broker/faults/broker-faults.ts";
export type { StartReport } from "./broker/journal/journal.ts";
export type { SharedAccessKey } from "./broker/namespace/shared-access-keys.ts";
export type { NamespaceTier } from "./broker/namespace/tier.ts";
export type {
  CorrelationFilter,
  RuleAction,
  RuleFilter,
  RuleSettings,
  SqlFilter,
} from "./broker/rules/rule-definition.ts";
export type { BrokerListener, BrokerListenOptions } from "./broker/transport/broker-listener.ts";
export type { WebSocketClass, WebSocketLike } from "./broker/transport/in-process-socket.ts";
export type { TokenGrant, TokenVerifier } from "./broker/wire/token-verifier.ts";
export { createEmulator, Emulator } from "./emulator.ts";
export type { EmulatorOptions, EmulatorSettings } from "./emulator.ts";
export { ADMINISTRATOR } from "./entra/principal.ts";
export type { GraphPermission, Principal } from "./entra/principal.ts";
export type { TrustedIssuer } from "./entra/directory-object.ts";
export type { GuestOptions } from "./guests/guest-options.ts";
export { ConnectionClosedError } from "./faults/fault.ts";
export type { Fault, FaultEffect, FaultMatch } from "./faults/fault.ts";
export type { FaultStatus } from "./faults/fault-plan.ts";
export { HostNotFoundError } from "./http/host-not-found-error.ts";
export type { JournalEntry } from "./http/request-journal.ts";
export type { EmulatorTransport } from "./in-process-transport.ts";
export { writeAzConfigDirectory } from "./server/az-config-directory.ts";
export type { AzConfigOptions } from "./server/az-config-directory.ts";
export { createCertificate } from "./server/certificate.ts";
export type { Certificate } from "./server/certificate.ts";
export { listen } from "./server/listen.ts";
export type { ListenOptions, RunningServer } from "./server/listen.ts";
export type { ServiceBusServer } from "./services/service-bus/service-bus-server.ts";
export type { ClockChange, ClockMode } from "./world/emulator-clock.ts";
export type { FleetSeed } from "./world/seed-fleet.ts";
export type { Seed } from "./world/seed.ts";
export type { Consistency, Profile, Subscription } from "./world/settings.ts";
export type { WorldState } from "./world/world-state.ts";

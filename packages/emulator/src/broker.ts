// The broker alone, for who needs nothing else of the local Azure. Explicit names only.
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

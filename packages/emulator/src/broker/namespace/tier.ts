/** Price tiers of a namespace. */
export type NamespaceTier = "Basic" | "Standard" | "Premium";

/** What a tier allows. */
export interface TierLimits {
  readonly maxMessageBytes: number;
  /** Queues and topics together. */
  readonly maxEntities: number;
  readonly maxSubscriptionsPerTopic: number;
  readonly maxSqlRulesPerTopic: number;
  /** Whether it has topics, sessions, duplicate detection and forwarding. */
  readonly hasTopics: boolean;
}

const STANDARD: TierLimits = {
  maxMessageBytes: 262_144,
  maxEntities: 10_000,
  maxSubscriptionsPerTopic: 2000,
  maxSqlRulesPerTopic: 2000,
  hasTopics: true,
};

/** Azure's limits, by tier. */
export const TIER_LIMITS: Readonly<Record<NamespaceTier, TierLimits>> = {
  Basic: { ...STANDARD, hasTopics: false },
  Standard: STANDARD,
  Premium: { ...STANDARD, maxMessageBytes: 1_048_576, maxEntities: 1000 },
};

/** Azure's longest time span, which stands for "never". Milliseconds. */
export const FOREVER_MS = 922_337_203_685_477;

/** Which half of an entity works. */
export type EntityStatus = "Active" | "Disabled" | "SendDisabled" | "ReceiveDisabled";

/** What every entity can be set to. */
export interface CommonSettings {
  readonly status: EntityStatus;
  /** Longest that a message may wait. Milliseconds. Default: for ever. */
  readonly defaultTimeToLiveMs: number;
  /** The entity goes when nobody has used it for so long. Milliseconds, at least five minutes. Default: never. */
  readonly autoDeleteOnIdleMs: number;
  readonly userMetadata?: string;
}

/** Settings of what messages are received from. */
export interface ReceivingSettings extends CommonSettings {
  /** How long a receiver has a message for itself. Milliseconds, from 5 s to 5 min. Default one minute. */
  readonly lockDurationMs: number;
  /** Deliveries after which a message is dead-lettered. Default 10. */
  readonly maxDeliveryCount: number;
  readonly requiresSession: boolean;
  /** Whether messages whose time is over are dead-lettered. Default: they are dropped. */
  readonly deadLetterOnExpiration: boolean;
  /** Queue or topic to which messages go on. */
  readonly forwardTo?: string;
  /** Queue or topic to which dead-lettered messages go on. */
  readonly forwardDeadLettersTo?: string;
}

/** Settings of what messages are sent to. */
export interface SendingSettings extends CommonSettings {
  /** Most that the entity holds. Megabytes. Default 1024. */
  readonly maxSizeMb: number;
  /** Whether a message whose id was seen in the window is taken and dropped. Default false. */
  readonly requiresDuplicateDetection: boolean;
  /** How long ids are remembered. Milliseconds. Default ten minutes. */
  readonly duplicateWindowMs: number;
}

/** Settings of a queue. */
export interface QueueSettings extends ReceivingSettings, SendingSettings {}

/** Settings of a topic. */
export interface TopicSettings extends SendingSettings {
  readonly supportOrdering: boolean;
}

/** Settings of a subscription. */
export interface SubscriptionSettings extends ReceivingSettings {
  /** Whether messages at which a filter fails are dead-lettered. Default true. */
  readonly deadLetterOnFilterError: boolean;
}

const COMMON: CommonSettings = {
  status: "Active",
  defaultTimeToLiveMs: FOREVER_MS,
  autoDeleteOnIdleMs: FOREVER_MS,
};

const RECEIVING: ReceivingSettings = {
  ...COMMON,
  lockDurationMs: 60_000,
  maxDeliveryCount: 10,
  requiresSession: false,
  deadLetterOnExpiration: false,
};

const SENDING: SendingSettings = {
  ...COMMON,
  maxSizeMb: 1024,
  requiresDuplicateDetection: false,
  duplicateWindowMs: 600_000,
};

/** What a queue is set to when nothing is said. */
export const QUEUE_DEFAULTS: QueueSettings = { ...RECEIVING, ...SENDING };

/** What a topic is set to when nothing is said. */
export const TOPIC_DEFAULTS: TopicSettings = { ...SENDING, supportOrdering: true };

/** What a subscription is set to when nothing is said. */
export const SUBSCRIPTION_DEFAULTS: SubscriptionSettings = { ...RECEIVING, deadLetterOnFilterError: true };

/** Which of an entity's queues is meant. */
export type SubQueue = "main" | "deadLetter" | "transferDeadLetter";

/** What the address of a link names. */
export interface EntityAddress {
  /** Name of the queue or topic. */
  readonly entity: string;
  readonly subscription?: string;
  readonly subQueue: SubQueue;
  /** Whether requests are sent there, not messages. */
  readonly isManagement: boolean;
}

const MANAGEMENT = /\/\$management$/i;
const TRANSFER_DEAD_LETTERS = /\/\$transfer\/\$deadletterqueue$/i;
const DEAD_LETTERS = /\/\$deadletterqueue$/i;
const SUBSCRIPTION = /^(.+)\/subscriptions\/([^/]+)$/i;

/** Reads the address of a link, `topic/Subscriptions/name/$DeadLetterQueue`, with or without its host. */
export function parseAddress(address: string): EntityAddress {
  const bare = address.replace(/^(?:sb|amqps?):\/\/[^/]+/i, "").replace(/^\/+|\/+$/g, "");
  const isManagement = MANAGEMENT.test(bare);
  const receivedFrom = bare.replace(MANAGEMENT, "");
  const entity = receivedFrom.replace(TRANSFER_DEAD_LETTERS, "").replace(DEAD_LETTERS, "");
  const [, topic, subscription] = SUBSCRIPTION.exec(entity) ?? [];
  return {
    entity: topic ?? entity,
    ...(subscription !== undefined && { subscription }),
    subQueue: subQueueOf(receivedFrom),
    isManagement,
  };
}

function subQueueOf(address: string): SubQueue {
  if (TRANSFER_DEAD_LETTERS.test(address)) return "transferDeadLetter";
  return DEAD_LETTERS.test(address) ? "deadLetter" : "main";
}

/** Path of a subscription, as the service writes it. */
export function subscriptionPath(topic: string, subscription: string): string {
  return `${topic}/Subscriptions/${subscription}`;
}

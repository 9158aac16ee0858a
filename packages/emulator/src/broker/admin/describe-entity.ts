import type { MessageCounts } from "../entities/message-store.ts";
import type { Mailbox } from "../namespace/mailbox.ts";
import type { Namespace } from "../namespace/namespace.ts";
import type { Queue } from "../namespace/queue.ts";
import type { Subscription } from "../namespace/subscription.ts";
import type { Topic } from "../namespace/topic.ts";
import { description } from "./atom.ts";
import { toEntityProperties, type AnySettings } from "./entity-properties.ts";
import { element, type XmlElement } from "./xml.ts";

const COUNTS = { "xmlns:d2p1": "http://schemas.microsoft.com/netservices/2011/06/servicebus" };
const NAMES = {
  queue: "QueueDescription",
  topic: "TopicDescription",
  subscription: "SubscriptionDescription",
} as const;

/** An entity as the administration API describes it: settings, times and counts. */
export function describeEntity(entity: Queue | Topic | Subscription): XmlElement {
  const settings = Object.entries(toEntityProperties(entity.kind, entity.settings as Partial<AnySettings>)).map(
    ([name, value]) => element(name.charAt(0).toUpperCase() + name.slice(1), value),
  );
  return description(NAMES[entity.kind], [
    ...settings,
    element("EnableBatchedOperations", true),
    element("EnablePartitioning", false),
    element("EnableExpress", false),
    element("EntityAvailabilityStatus", "Available"),
    element("CreatedAt", timestamp(entity.createdAtMs)),
    element("UpdatedAt", timestamp(entity.updatedAtMs)),
    element("AccessedAt", timestamp(entity.accessedAtMs)),
    ...runtime(entity),
  ]);
}

/** The namespace itself. */
export function describeNamespace({ name, tier, createdAtMs }: Namespace): XmlElement {
  return description("NamespaceInfo", [
    element("CreatedTime", timestamp(createdAtMs)),
    element("MessagingSKU", tier),
    ...(tier === "Premium" ? [element("MessagingUnits", 1)] : []),
    element("ModifiedTime", timestamp(createdAtMs)),
    element("Name", name),
    element("NamespaceType", "Messaging"),
  ]);
}

/** A time as the administration API writes it. */
export function timestamp(atMs: number): string {
  return new Date(atMs).toISOString();
}

function runtime(entity: Queue | Topic | Subscription): XmlElement[] {
  if (entity.kind === "topic") {
    const { scheduled } = entity.scheduled.counts;
    return [
      element("SizeInBytes", entity.sizeBytes),
      element("SubscriptionCount", entity.subscriptions.size),
      countDetails({ active: 0, scheduled }, 0, 0),
    ];
  }
  const { counts } = entity.mailbox.main;
  const { deadLetters, transferDeadLetters } = deadCounts(entity.mailbox);
  return [
    element("SizeInBytes", counts.sizeBytes),
    element("MessageCount", counts.active + counts.deferred + counts.scheduled + deadLetters + transferDeadLetters),
    countDetails(counts, deadLetters, transferDeadLetters),
  ];
}

function deadCounts({ deadLetters, transferDeadLetters }: Mailbox): {
  readonly deadLetters: number;
  readonly transferDeadLetters: number;
} {
  return { deadLetters: deadLetters.counts.active, transferDeadLetters: transferDeadLetters.counts.active };
}

function countDetails(
  { active, scheduled }: Pick<MessageCounts, "active" | "scheduled">,
  deadLetters: number,
  transferDeadLetters: number,
): XmlElement {
  return element(
    "CountDetails",
    [
      element("d2p1:ActiveMessageCount", active),
      element("d2p1:DeadLetterMessageCount", deadLetters),
      element("d2p1:ScheduledMessageCount", scheduled),
      element("d2p1:TransferMessageCount", 0),
      element("d2p1:TransferDeadLetterMessageCount", transferDeadLetters),
    ],
    COUNTS,
  );
}

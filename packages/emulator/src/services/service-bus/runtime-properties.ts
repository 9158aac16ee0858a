import type { Queue } from "../../broker/namespace/queue.ts";
import type { Subscription } from "../../broker/namespace/subscription.ts";
import type { Topic } from "../../broker/namespace/topic.ts";
import type { JsonObject } from "../../json/json.ts";

/** What an entity holds now, as Resource Manager shows it; of one that no client has used yet: nothing. */
export function runtimeProperties(entity: Queue | Topic | Subscription | undefined): JsonObject {
  if (entity?.kind === "topic") {
    const { scheduled } = entity.scheduled.counts;
    return {
      sizeInBytes: entity.sizeBytes,
      subscriptionCount: entity.subscriptions.size,
      countDetails: countDetails({ scheduled }),
    };
  }
  if (entity === undefined) return { sizeInBytes: 0, messageCount: 0, countDetails: countDetails({}) };
  const { main, deadLetters, transferDeadLetters } = entity.mailbox;
  const { active, deferred, scheduled, sizeBytes } = main.counts;
  const dead = deadLetters.counts.active;
  const transferDead = transferDeadLetters.counts.active;
  return {
    sizeInBytes: sizeBytes,
    messageCount: active + deferred + scheduled + dead + transferDead,
    countDetails: countDetails({ active, scheduled, dead, transferDead }),
  };
}

function countDetails(counts: {
  readonly active?: number;
  readonly dead?: number;
  readonly scheduled?: number;
  readonly transferDead?: number;
}): JsonObject {
  return {
    activeMessageCount: counts.active ?? 0,
    deadLetterMessageCount: counts.dead ?? 0,
    scheduledMessageCount: counts.scheduled ?? 0,
    transferMessageCount: 0,
    transferDeadLetterMessageCount: counts.transferDead ?? 0,
  };
}

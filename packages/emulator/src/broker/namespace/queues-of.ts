import type { MessageQueue } from "../entities/message-queue.ts";
import type { Namespace } from "./namespace.ts";

/** Every queue of a namespace that can hold messages: those of its mailboxes, and the schedules of its topics. */
export function queuesOf(namespace: Namespace): MessageQueue[] {
  return namespace.entities.flatMap((entity) => {
    if (entity.kind === "queue") return [...entity.mailbox.queues];
    const subscriptions = [...entity.subscriptions.values()];
    return [entity.scheduled, ...subscriptions.flatMap(({ mailbox }) => [...mailbox.queues])];
  });
}

import type { StoredMessage } from "../entities/stored-message.ts";
import type { Namespace } from "../namespace/namespace.ts";
import type { SharedAccessKey } from "../namespace/shared-access-keys.ts";
import type { JournalRecord } from "./journal-record.ts";
import { queuesOf } from "../namespace/queues-of.ts";

/** The state of a namespace in as few records as it takes. */
export function snapshotRecords(namespace: Namespace, keys: readonly SharedAccessKey[]): JournalRecord[] {
  const records: JournalRecord[] = [{ type: "keys", keys }];
  for (const entity of namespace.entities) {
    const { name } = entity;
    if (entity.kind === "queue") {
      records.push({ type: "defined", definition: { kind: "queue", name, settings: entity.settings } });
      continue;
    }
    records.push({ type: "defined", definition: { kind: "topic", name, settings: entity.settings } });
    for (const { topic, name: subscription, settings: own, rules } of entity.subscriptions.values()) {
      records.push({ type: "defined", definition: { kind: "subscription", topic, name: subscription, settings: own } });
      for (const [rule, ruleSettings] of rules) {
        records.push({
          type: "defined",
          definition: { kind: "rule", topic, subscription, name: rule, settings: ruleSettings },
        });
      }
    }
  }
  return [...records, ...contentRecords(namespace)];
}

function contentRecords(namespace: Namespace): JournalRecord[] {
  return queuesOf(namespace).flatMap((queue) => [
    { type: "sequence" as const, queue: queue.path, sequence: queue.numbering.last },
    ...[...queue.messages()].map((message) => storedRecord(queue.path, message)),
    ...[...queue.sessions.states()].map(([sessionId, bytes]) => ({
      type: "session" as const,
      queue: queue.path,
      sessionId,
      bytes,
    })),
  ]);
}

/** A message as a record. */
export function storedRecord(queue: string, message: StoredMessage): JournalRecord {
  const { sequence, enqueuedSequence, enqueuedAtMs, expiresAtMs, deadLetterSource, deliveryCount, state } = message;
  return {
    type: "stored",
    queue,
    message: {
      sequence,
      enqueuedSequence,
      enqueuedAtMs,
      expiresAtMs: expiresAtMs === Infinity ? null : expiresAtMs,
      deadLetterSource,
      deliveryCount,
      state,
    },
    bytes: message.content.toBytes(),
  };
}

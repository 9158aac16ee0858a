import type { MessageQueue } from "../entities/message-queue.ts";
import type { StoredMessage } from "../entities/stored-message.ts";
import type { EntityDefinition, EntityKey } from "../namespace/entity-change.ts";
import { subscriptionPath } from "../namespace/entity-address.ts";
import type { Namespace } from "../namespace/namespace.ts";
import type { SharedAccessKey } from "../namespace/shared-access-keys.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { JournalRecord } from "./journal-record.ts";
import { queuesOf } from "../namespace/queues-of.ts";

/** What a replay brought back. */
export interface Replayed {
  readonly keys: readonly SharedAccessKey[] | undefined;
  readonly entities: number;
  readonly messages: number;
}

/** What is gathered while records are read. */
interface Gathered {
  keys: readonly SharedAccessKey[] | undefined;
  readonly messages: Map<string, Map<number, StoredMessage>>;
  readonly lastSequences: Map<string, number>;
  readonly sessions: Map<string, Map<string, Uint8Array | undefined>>;
}

/** Brings a namespace into the state that the records tell. */
export function replayJournal(records: readonly JournalRecord[], namespace: Namespace, codec: MessageCodec): Replayed {
  const gathered: Gathered = { keys: undefined, messages: new Map(), lastSequences: new Map(), sessions: new Map() };
  for (const record of records) {
    if (record.type === "defined") define(namespace, record.definition);
    else if (record.type === "gone") forget(namespace, gathered, record.key);
    else gather(gathered, record, codec);
  }
  const messages = queuesOf(namespace).reduce((count, queue) => count + restore(queue, gathered), 0);
  return { keys: gathered.keys, entities: namespace.entities.length, messages };
}

/** Gives a queue what was gathered for it; tells how many messages that is. */
function restore(queue: MessageQueue, { messages, sessions, lastSequences }: Gathered): number {
  const found = [...(messages.get(queue.path)?.values() ?? [])];
  for (const message of found.toSorted((left, right) => left.sequence - right.sequence)) queue.restore(message);
  for (const [sessionId, state] of sessions.get(queue.path) ?? []) queue.sessions.restoreState(sessionId, state);
  queue.numbering.startAfter(lastSequences.get(queue.path) ?? 0);
  return found.length;
}

function gather(
  gathered: Gathered,
  record: Exclude<JournalRecord, { type: "defined" | "gone" }>,
  codec: MessageCodec,
): void {
  if (record.type === "keys") {
    gathered.keys = record.keys;
    return;
  }
  if (record.type === "session") {
    at(gathered.sessions, record.queue).set(record.sessionId, record.bytes && new Uint8Array(record.bytes));
    return;
  }
  const { queue } = record;
  const messages = at(gathered.messages, queue);
  const sequence = record.type === "stored" ? record.message.sequence : record.sequence;
  gathered.lastSequences.set(queue, Math.max(sequence, gathered.lastSequences.get(queue) ?? 0));
  if (record.type === "stored") messages.set(sequence, storedMessage(record, codec));
  else if (record.type === "removed") messages.delete(sequence);
  else if (record.type === "changed") {
    const message = messages.get(sequence);
    if (message !== undefined) Object.assign(message, { deliveryCount: record.deliveryCount, state: record.state });
  }
}

function storedMessage(
  { message, bytes }: Extract<JournalRecord, { type: "stored" }>,
  codec: MessageCodec,
): StoredMessage {
  const content = codec.decode(Buffer.from(bytes));
  const { deadLetterSource, expiresAtMs } = message;
  return { ...message, deadLetterSource, expiresAtMs: expiresAtMs ?? Infinity, content, ready: false };
}

function define(namespace: Namespace, definition: EntityDefinition): void {
  if (definition.kind === "rule") {
    const subscription = namespace.subscription(definition.topic, definition.subscription);
    subscription?.setRule(definition.name, definition.settings);
    return;
  }
  const { kind, name } = definition;
  const known = kind === "subscription" ? namespace.subscription(definition.topic, name) : namespace.entity(name);
  if (known !== undefined) namespace.update(known, definition.settings);
  else if (kind === "queue") namespace.createQueue(name, definition.settings);
  else if (kind === "topic") namespace.createTopic(name, definition.settings);
  else namespace.createSubscription({ topic: definition.topic, name }, definition.settings, {});
}

function forget(namespace: Namespace, gathered: Gathered, key: EntityKey): void {
  if (key.kind === "rule") {
    namespace.subscription(key.topic, key.subscription)?.removeRule(key.name);
    return;
  }
  const path = key.kind === "subscription" ? subscriptionPath(key.topic, key.name) : key.name;
  for (const map of [gathered.messages, gathered.sessions, gathered.lastSequences]) {
    for (const queue of map.keys()) if (queue === path || queue.startsWith(`${path}/`)) map.delete(queue);
  }
  const entity = key.kind === "subscription" ? namespace.subscription(key.topic, key.name) : namespace.entity(key.name);
  if (entity !== undefined) namespace.remove(entity);
}

function at<V>(maps: Map<string, Map<string, V>>, key: string): Map<string, V>;
function at<V>(maps: Map<string, Map<number, V>>, key: string): Map<number, V>;
function at<K, V>(maps: Map<string, Map<K, V>>, key: string): Map<K, V> {
  const known = maps.get(key);
  if (known !== undefined) return known;
  const made = new Map<K, V>();
  maps.set(key, made);
  return made;
}

import type { MessageLock } from "../entities/lock-table.ts";
import type { StoredMessage } from "../entities/stored-message.ts";
import type { MessageFacts } from "./encoded-message.ts";
import { SECTION } from "./message-sections.ts";
import { SectionWriter } from "./section-writer.ts";

const MAX_UINT = 4_294_967_295;
/** States of a message as peeked messages tell them; active ones do not. */
const STATE_CODES: Readonly<Record<string, number>> = { deferred: 1, scheduled: 2 };

/** The header of a message: how long it lives, and how often its delivery has failed. */
export function encodeHeader(
  { durable, priority, timeToLiveMs }: Pick<MessageFacts, "durable" | "priority" | "timeToLiveMs">,
  { deliveryCount }: Pick<StoredMessage, "deliveryCount">,
): Buffer {
  const writer = new SectionWriter().boolean(durable).ubyte(priority);
  if (timeToLiveMs === undefined) writer.null();
  else writer.uint(Math.min(timeToLiveMs, MAX_UINT));
  return writer.boolean(false).uint(deliveryCount).section(SECTION.header, "list");
}

/** What the broker tells of a message: its number, its times, its lock. */
export function encodeMessageAnnotations(
  facts: MessageFacts,
  message: StoredMessage,
  lock: MessageLock | undefined,
): Buffer {
  const writer = new SectionWriter();
  writer.symbol("x-opt-sequence-number").long(message.sequence);
  writer.symbol("x-opt-enqueue-sequence-number").long(message.enqueuedSequence);
  writer.symbol("x-opt-enqueued-time").timestamp(message.enqueuedAtMs);
  if (lock !== undefined) writer.symbol("x-opt-locked-until").timestamp(lock.lockedUntilMs);
  const state = STATE_CODES[message.state];
  if (state !== undefined) writer.symbol("x-opt-message-state").int(state);
  if (facts.scheduledAtMs !== undefined) writer.symbol("x-opt-scheduled-enqueue-time").timestamp(facts.scheduledAtMs);
  if (facts.partitionKey !== undefined) writer.symbol("x-opt-partition-key").text(facts.partitionKey);
  if (message.deadLetterSource !== undefined) writer.symbol("x-opt-deadletter-source").text(message.deadLetterSource);
  return writer.encoded(facts.annotations.bytes, facts.annotations.count).section(SECTION.messageAnnotations, "map");
}

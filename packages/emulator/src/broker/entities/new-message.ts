import { quotaExceeded } from "../broker-error.ts";
import { FOREVER_MS } from "./entity-settings.ts";
import type { MessageContent } from "./message-content.ts";
import type { QueueBehaviour } from "./queue-behaviour.ts";
import type { StoredMessage } from "./stored-message.ts";

/** Where a message came from, when it did not come from a client. */
export interface Arrival {
  readonly enqueuedSequence?: number;
  readonly deliveryCount?: number;
  readonly deadLetterSource?: string | undefined;
}

/** A message as it enters a queue. */
export function newMessage(
  content: MessageContent,
  entry: Arrival & { readonly sequence: number; readonly now: number; readonly behaviour: QueueBehaviour },
): StoredMessage {
  const { now, behaviour, sequence } = entry;
  const isScheduled = (content.scheduledAtMs ?? 0) > now;
  const visibleAtMs = isScheduled ? content.scheduledAtMs! : now;
  const liveMs = Math.min(content.timeToLiveMs ?? FOREVER_MS, behaviour.defaultTimeToLiveMs);
  return {
    sequence,
    enqueuedSequence: entry.enqueuedSequence ?? sequence,
    enqueuedAtMs: now,
    expiresAtMs: liveMs >= FOREVER_MS ? Infinity : visibleAtMs + liveMs,
    deadLetterSource: entry.deadLetterSource,
    content,
    deliveryCount: entry.deliveryCount ?? 0,
    state: isScheduled ? "scheduled" : "active",
    ready: false,
  };
}

/** @throws BrokerError when that much does not fit. */
export function requireRoom(path: string, sizeBytes: number, maxBytes: number): void {
  if (sizeBytes <= maxBytes) return;
  throw quotaExceeded(
    `The maximum entity size has been reached or exceeded for '${path}'. Size of entity in bytes: ${sizeBytes}, ` +
      `Max entity size in bytes: ${maxBytes}.`,
  );
}

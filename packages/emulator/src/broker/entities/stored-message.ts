import type { MessageContent } from "./message-content.ts";

/** Whether a message can be received, has been set aside by a receiver, or waits for its time. */
export type MessageState = "active" | "deferred" | "scheduled";

/** A message in a queue. Only the queue that holds it changes it. */
export interface StoredMessage {
  readonly sequence: number;
  /** Number that it had where it first entered: at the topic, or in the queue that it was dead-lettered from. */
  readonly enqueuedSequence: number;
  readonly enqueuedAtMs: number;
  /** When its time to live is over; Infinity for never. Milliseconds since the epoch. */
  readonly expiresAtMs: number;
  /** Where it was dead-lettered, when it was forwarded from there. */
  readonly deadLetterSource: string | undefined;
  content: MessageContent;
  /** How many deliveries have failed. */
  deliveryCount: number;
  state: MessageState;
  /** Whether it waits to be received; false while it is locked. */
  ready: boolean;
}

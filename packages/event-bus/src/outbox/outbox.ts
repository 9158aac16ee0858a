import type { EventMessage } from "../envelope/event-message.ts";

/** A message that waits to be sent. */
export interface OutboxEntry {
  /** Number in the outbox, from 1; entries are sent in its order. */
  readonly number: number;
  readonly message: EventMessage;
}

/** Where messages wait to be sent, so that they outlive the process. */
export interface Outbox {
  /** What was not known to be sent when it was opened, in order. */
  readonly earlier: readonly OutboxEntry[];
  /**
   * Resolves when the messages cannot be lost any more.
   *
   * @throws ThrottledError (`OUTBOX_FULL`); PrerequisiteError (`OUTBOX_DISK_FULL`). None of the messages is kept then.
   */
  add(messages: readonly EventMessage[]): Promise<readonly OutboxEntry[]>;
  /** Says that entries have been sent. A crash before it is on the disk sends them again, under the same ids. */
  remove(entries: readonly OutboxEntry[]): Promise<void>;
  close(): Promise<void>;
}

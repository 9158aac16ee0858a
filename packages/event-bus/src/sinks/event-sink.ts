import type { AgentEvent, WireEvent } from "../events/agent-event.ts";

/** An event on its way into a sink. */
export interface SinkRecord {
  readonly eventId: string;
  readonly event: AgentEvent;
  /** The event as it came. */
  readonly wire: WireEvent;
  /** When Service Bus took it. */
  readonly enqueuedAt: Date | undefined;
}

/** A record that a sink did not take, and why. */
export interface SinkFailure {
  readonly record: SinkRecord;
  readonly error: unknown;
}

/** Somewhere events are written to. */
export interface EventSink {
  readonly name: string;
  /**
   * Writes records; resolves when those that are not in the answer are safe.
   *
   * @throws when none of them is.
   */
  write(records: readonly SinkRecord[]): Promise<readonly SinkFailure[]>;
}

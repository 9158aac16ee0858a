import type { AgentEvent, WireEvent } from "../events/agent-event.ts";

/** What a handler is told besides the event. */
export interface EventContext {
  /** Id of the event: the same for each delivery, each duplicate and each replay. */
  readonly eventId: string;
  /** The event as it came, in the spelling of the wire. */
  readonly wire: WireEvent;
  /** Deliveries so far, this one included. */
  readonly attempt: number;
  /** When Service Bus took it. */
  readonly enqueuedAt: Date | undefined;
  /** Session of the event's run, where the subscription has sessions. */
  readonly sessionId: string | undefined;
  /** Aborts when the handler has taken too long, or nobody waits for it any more. */
  readonly signal: AbortSignal;
}

/** Does something with an event. What it throws, or rejects with, is tried again, unless it is permanent. */
export type EventHandler = (event: AgentEvent, context: EventContext) => unknown;

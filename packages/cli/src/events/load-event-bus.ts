import { EventBusClient, parseEvent } from "@azlin/event-bus";

/** What commands use of the event bus. */
export interface EventBusParts {
  readonly EventBusClient: typeof EventBusClient;
  readonly parseEvent: typeof parseEvent;
}

/** Loads the event bus. The published program has it apart, with its client: few commands need them. */
export async function loadEventBus(): Promise<EventBusParts> {
  return { EventBusClient, parseEvent };
}

import type { AbortOptions } from "@azlin/core";
import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import type { BusConnectionOptions } from "../connection/bus-connection.ts";
import { decodeEvent, eventIdOfMessage } from "../envelope/decode-event.ts";
import { PROPERTIES } from "../envelope/event-message.ts";
import type { AgentEvent } from "../events/agent-event.ts";
import type { EventSource } from "../receive/processor-options.ts";
import { peekMessages } from "./peek-messages.ts";

/** An event that waits to be received. */
export interface WaitingEvent {
  /** Number of the message in its subscription. */
  readonly sequenceNumber: string;
  readonly eventId: string;
  readonly enqueuedAt: Date | undefined;
  readonly sessionId: string | undefined;
  readonly deliveryCount: number;
  /** `undefined` when the message holds no event, or holds it elsewhere (a claim). */
  readonly event: AgentEvent | undefined;
  /** Body as it came; bytes when it is no JSON. */
  readonly body: unknown;
}

/** Options of {@link peekEvents}. */
export interface PeekEventsOptions extends AbortOptions {
  /** Whether to go on as events come, until the signal aborts. Default: ends with the last that is there. */
  readonly follow?: boolean;
}

/**
 * Looks at the events that wait in a subscription, oldest first, without receiving them: whoever handles them gets them all the
 * same. What is received before it was looked at is not seen, nor are replays for another subscription.
 *
 * @throws NotFoundError (`BUS_ENTITY_NOT_FOUND`), AuthenticationError (`BUS_UNAUTHORIZED`), TransportError; the signal's reason.
 */
export async function* peekEvents(
  connection: BusConnectionOptions,
  source: EventSource,
  options: PeekEventsOptions = {},
): AsyncGenerator<WaitingEvent> {
  for await (const message of peekMessages(connection, source, { ...options, doing: "Looking at events" })) {
    if (!isFor(source, message)) continue;
    const decoded = decodeEvent(message);
    yield {
      sequenceNumber: String(message.sequenceNumber ?? ""),
      eventId: eventIdOfMessage(message),
      enqueuedAt: message.enqueuedTimeUtc,
      sessionId: message.sessionId,
      deliveryCount: message.deliveryCount ?? 0,
      event: decoded.ok ? decoded.event : undefined,
      body: message.body as unknown,
    };
  }
}

function isFor({ subscriptionName }: EventSource, { applicationProperties }: ServiceBusReceivedMessage): boolean {
  const replayFor = applicationProperties?.[PROPERTIES.replayFor];
  return typeof replayFor !== "string" || replayFor === subscriptionName;
}

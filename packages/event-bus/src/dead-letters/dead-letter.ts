import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import { decodeEvent, eventIdOfMessage } from "../envelope/decode-event.ts";
import { PROPERTIES } from "../envelope/event-message.ts";
import type { AgentEvent } from "../events/agent-event.ts";

/** A message that could not be processed. */
export interface DeadLetter {
  /** Number of the message in its subscription. */
  readonly sequenceNumber: string;
  readonly eventId: string;
  /** Why it is here: `MalformedJson`, `SchemaViolation`, `HandlerRefused`, `HandlerFailed`, `MaxDeliveryCountExceeded`, …. */
  readonly reason: string;
  readonly description: string;
  /** Deliveries before it was given up. */
  readonly deliveryCount: number;
  readonly enqueuedAt: Date | undefined;
  readonly sessionId: string | undefined;
  /** How often it has been replayed. */
  readonly replays: number;
  /** `undefined` when the message holds no event, or holds it elsewhere (a claim). */
  readonly event: AgentEvent | undefined;
  /** Body as it came; bytes when it is no JSON. */
  readonly body: unknown;
}

/** What a message among the dead letters says. */
export function deadLetterOf(message: ServiceBusReceivedMessage): DeadLetter {
  const { deadLetterReason = "unknown", deadLetterErrorDescription = "", deliveryCount = 0 } = message;
  const decoded = decodeEvent(message);
  return {
    sequenceNumber: String(message.sequenceNumber ?? ""),
    eventId: eventIdOfMessage(message),
    reason: deadLetterReason,
    description: deadLetterErrorDescription,
    deliveryCount,
    enqueuedAt: message.enqueuedTimeUtc,
    sessionId: message.sessionId,
    replays: Number(message.applicationProperties?.[PROPERTIES.replays] ?? 0),
    event: decoded.ok ? decoded.event : undefined,
    body: message.body as unknown,
  };
}

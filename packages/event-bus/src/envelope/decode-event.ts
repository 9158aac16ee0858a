import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import type { AgentEvent, WireEvent } from "../events/agent-event.ts";
import { describeIssues, parseEvent } from "../events/parse-event.ts";
import { CLOUDEVENTS_JSON, dataOfCloudEvent } from "./cloud-event.ts";
import { PROPERTIES } from "./event-message.ts";

/** Why a message holds no event. */
export type MalformedReason = "MalformedJson" | "SchemaViolation";

/** What a message holds: an event in both spellings, or the reason why there is none. */
export type DecodedEvent =
  | { readonly ok: true; readonly event: AgentEvent; readonly wire: WireEvent }
  | { readonly ok: false; readonly reason: MalformedReason; readonly description: string };

/** What of a message tells its event. */
export interface EventCarrier {
  readonly body: unknown;
  readonly contentType?: string | undefined;
  readonly enqueuedTimeUtc?: Date | undefined;
}

/**
 * Reads the event in a message, whatever its envelope. An event without a time counts as of when Service Bus took it.
 */
export function decodeEvent({ body, contentType, enqueuedTimeUtc }: EventCarrier): DecodedEvent {
  const json = jsonOf(body);
  if (json === undefined) return { ok: false, reason: "MalformedJson", description: "The body is no JSON." };
  const isStructured = contentType?.toLowerCase().startsWith(CLOUDEVENTS_JSON) === true;
  const value = isStructured ? dataOfCloudEvent(json) : json;
  const read = parseEvent(value, isUndated(value) && enqueuedTimeUtc ? assume(enqueuedTimeUtc) : {});
  if (read.ok) return read;
  return { ok: false, reason: "SchemaViolation", description: `${describeIssues(read.issues)}.` };
}

/** Id of the event in a message, by which it is done once. */
export function eventIdOfMessage(
  message: Pick<ServiceBusReceivedMessage, "messageId" | "applicationProperties">,
): string {
  const replayed = message.applicationProperties?.[PROPERTIES.eventId];
  return typeof replayed === "string" ? replayed : String(message.messageId);
}

/** The client has parsed JSON already; bytes are what it could not parse. */
function jsonOf(body: unknown): unknown {
  if (typeof body !== "string") return Buffer.isBuffer(body) || body === null ? undefined : body;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function isUndated(value: unknown): boolean {
  return typeof value !== "object" || value === null || !("timestamp" in value) || value.timestamp === null;
}

function assume(time: Date): { readonly assumedTimestamp: string } {
  return { assumedTimestamp: time.toISOString() };
}

import type { WireEvent } from "../events/agent-event.ts";
import {
  CLOUDEVENTS_JSON,
  cloudEventAttributes,
  cloudEventProperties,
  type CloudEventAttributes,
} from "./cloud-event.ts";
import { eventIdOf, runKeyOf } from "./event-id.ts";
import { PROPERTIES, type EventEnvelope, type EventMessage, type RunBinding } from "./event-message.ts";

/** How events are put into messages. */
export interface EncodeEventOptions {
  readonly envelope: EventEnvelope;
  /** Source of CloudEvents. */
  readonly source: string;
  readonly bindRunBy: RunBinding;
}

const FILTERED = [PROPERTIES.eventType, PROPERTIES.runId, PROPERTIES.scenarioName, PROPERTIES.severity];

/** Puts an event into a message, whose properties may still be added to. */
export function encodeEvent(
  event: WireEvent,
  { envelope, source, bindRunBy }: EncodeEventOptions,
): EventMessage & { readonly applicationProperties: Record<string, string | number> } {
  const messageId = eventIdOf(event);
  const attributes = envelope === "plain" ? undefined : cloudEventAttributes(event, { id: messageId, source });
  const isStructured = envelope === "cloudevents-structured";
  const body = isStructured ? { ...attributes, datacontenttype: "application/json", data: event } : event;
  const runId = event["run_id"];
  const runKey = typeof runId === "string" && runId !== "" ? runKeyOf(runId) : "no-run";
  return {
    messageId,
    body: JSON.stringify(body),
    contentType: isStructured ? CLOUDEVENTS_JSON : "application/json",
    subject: event.event_type,
    ...(bindRunBy === "session" && { sessionId: runKey }),
    ...(bindRunBy === "partition" && { partitionKey: runKey }),
    applicationProperties: propertiesOf(event, isStructured ? undefined : attributes),
  };
}

function propertiesOf(event: WireEvent, attributes?: CloudEventAttributes): Record<string, string | number> {
  const properties: Record<string, string> = attributes === undefined ? {} : cloudEventProperties(attributes);
  for (const name of FILTERED) {
    const value = event[name];
    if (typeof value === "string") properties[name] = value;
  }
  return properties;
}

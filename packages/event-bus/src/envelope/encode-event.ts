import type { WireEvent } from "../events/agent-event.ts";
import { CLOUDEVENTS_JSON, cloudEventAttributes, cloudEventProperties } from "./cloud-event.ts";
import { eventIdOf, runKeyOf } from "./event-id.ts";
import { PROPERTIES, type EventEnvelope, type EventMessage, type RunBinding } from "./event-message.ts";

/** How events are put into messages. */
export interface EncodeEventOptions {
  readonly envelope: EventEnvelope;
  /** Source of CloudEvents. */
  readonly source: string;
  readonly bindRunBy: RunBinding;
}

/** Puts an event into a message. */
export function encodeEvent(event: WireEvent, { envelope, source, bindRunBy }: EncodeEventOptions): EventMessage {
  const messageId = eventIdOf(event);
  const attributes = cloudEventAttributes(event, { id: messageId, source });
  const isStructured = envelope === "cloudevents-structured";
  const runId = event["run_id"];
  const runKey = typeof runId === "string" && runId !== "" ? runKeyOf(runId) : "no-run";
  return {
    messageId,
    body: isStructured ? { ...attributes, datacontenttype: "application/json", data: event } : event,
    contentType: isStructured ? CLOUDEVENTS_JSON : "application/json",
    subject: event.event_type,
    ...(bindRunBy === "session" && { sessionId: runKey }),
    ...(bindRunBy === "partition" && { partitionKey: runKey }),
    applicationProperties: {
      ...filterProperties(event),
      ...(envelope === "cloudevents-binary" && cloudEventProperties(attributes)),
    },
  };
}

function filterProperties(event: WireEvent): Record<string, string> {
  const names = [PROPERTIES.eventType, PROPERTIES.runId, PROPERTIES.scenarioName, PROPERTIES.severity];
  const values = names.map((name) => [name, event[name]] as const);
  return Object.fromEntries(
    values.filter((entry): entry is [(typeof names)[number], string] => typeof entry[1] === "string"),
  );
}

import type { WireEvent } from "../events/agent-event.ts";

/** Content type of a structured CloudEvent. */
export const CLOUDEVENTS_JSON = "application/cloudevents+json";

/** What a CloudEvent says besides its data. */
export interface CloudEventAttributes {
  readonly specversion: "1.0";
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  readonly time?: string;
}

/** Attributes of an event as a CloudEvent 1.0. */
export function cloudEventAttributes(
  event: WireEvent,
  { id, source }: { readonly id: string; readonly source: string },
): CloudEventAttributes {
  const subject = event["resource_id"] ?? event["run_id"];
  const time = event["timestamp"];
  return {
    specversion: "1.0",
    id,
    source,
    type: event.event_type,
    ...(typeof subject === "string" && subject !== "" && { subject }),
    ...(typeof time === "string" && { time }),
  };
}

/** The attributes as application properties, as the AMQP binding has it. */
export function cloudEventProperties(attributes: CloudEventAttributes): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`cloudEvents:${name}`, String(value)]));
}

/** The data of a structured CloudEvent; `undefined` when it is none of version 1. */
export function dataOfCloudEvent(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("specversion" in body) || !("data" in body)) return undefined;
  return String(body.specversion).startsWith("1.") ? body.data : undefined;
}

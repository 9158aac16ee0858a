import type { WireEvent } from "./agent-event.ts";
import { EVENT_FIELDS, type EventShape } from "./event-fields.ts";

const TO_WIRE = new Map([["eventType", "event_type"], ...EVENT_FIELDS.map(({ ours, wire }) => [ours, wire] as const)]);

/** An event in the spelling of the wire; one that already is stays as it is. */
export function toWireSpelling(event: object): WireEvent {
  if ("event_type" in event) return event as WireEvent;
  if ("raw" in event && "originalType" in event) return event.raw as WireEvent;
  const wire: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(event)) if (hasValue(value)) wire[TO_WIRE.get(name) ?? name] = value;
  return wire as WireEvent;
}

/** An event in our spelling: the fields of its type, with what stands for those that are not there. */
export function fromWireSpelling(wire: WireEvent, { fields, defaults }: EventShape): Record<string, unknown> {
  const event = { eventType: wire.event_type, ...defaults() } as Record<string, unknown>;
  for (const name of Object.keys(wire)) {
    const field = fields.get(name);
    if (field !== undefined && hasValue(wire[name])) event[field.ours] = wire[name];
  }
  return event;
}

/** JSON has no way to leave a field out but to leave it out, and programs that write `null` instead. */
export function hasValue(value: unknown): boolean {
  return value !== undefined && value !== null;
}

import type { WireEvent } from "./agent-event.ts";

/** Fields in our spelling, and in that of the wire. */
const SPELLINGS = [
  ["eventType", "event_type"],
  ["eventId", "event_id"],
  ["runId", "run_id"],
  ["scenarioName", "scenario_name"],
  ["agentId", "agent_id"],
  ["spName", "sp_name"],
  ["resourceId", "resource_id"],
  ["resourceType", "resource_type"],
  ["resourceName", "resource_name"],
  ["deletionError", "deletion_error"],
  ["deletionAttempts", "deletion_attempts"],
] as const;

const TO_WIRE = new Map<string, string>(SPELLINGS);
const FROM_WIRE = new Map<string, string>(SPELLINGS.map(([ours, wire]) => [wire, ours]));

/** An event in the spelling of the wire; one that already is stays as it is. */
export function toWireSpelling(event: object): WireEvent {
  if ("event_type" in event) return event as WireEvent;
  if ("raw" in event && "originalType" in event) return event.raw as WireEvent;
  return renamed(event, TO_WIRE) as WireEvent;
}

/** Fields of the wire in our spelling; those without a value are left out. */
export function fromWireSpelling(fields: object): Record<string, unknown> {
  return renamed(fields, FROM_WIRE);
}

function renamed(fields: object, names: ReadonlyMap<string, string>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== null) result[names.get(name) ?? name] = value;
  }
  return result;
}

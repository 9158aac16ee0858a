import type { AgentEvent, KnownEvent, UnknownEvent, WireEvent } from "./agent-event.ts";
import { EVENT_SHAPES, EVENT_VERSION, isKnownEventType, isObject, type EventShape } from "./event-fields.ts";
import { fromWireSpelling, hasValue, toWireSpelling } from "./wire-spelling.ts";

/** What is wrong with one field of an event. */
export interface EventIssue {
  /** In the spelling of the wire, `resource_id`; empty for the event as a whole. */
  readonly field: string;
  readonly message: string;
}

/** An event, or why something is none. */
export type ParsedEvent =
  | { readonly ok: true; readonly event: AgentEvent; readonly wire: WireEvent }
  | { readonly ok: false; readonly issues: readonly EventIssue[] };

/** An event in the spelling of the wire, or why something is none. */
export type CheckedEvent =
  | {
      readonly ok: true;
      readonly wire: WireEvent;
      /** Its fields; `undefined` for a type or version that is not known. */
      readonly shape: EventShape | undefined;
    }
  | { readonly ok: false; readonly issues: readonly EventIssue[] };

/** Options of {@link parseEvent}. */
export interface ParseEventOptions {
  /** Stands for the time of an event that has none, ISO 8601. Default: such an event is refused. */
  readonly assumedTimestamp?: string;
}

/**
 * Reads an event, in the spelling of the wire or in ours. Types and versions that are not known are no mistake: they come
 * back as an {@link UnknownEvent} that holds the event as it came.
 */
export function parseEvent(value: unknown, options: ParseEventOptions = {}): ParsedEvent {
  const checked = checkEvent(value, options);
  if (!checked.ok) return checked;
  const { wire, shape } = checked;
  if (shape === undefined) return { ok: true, event: unknownEvent(wire, versionOf(wire)), wire };
  const event = fromWireSpelling(dated(wire, options), shape) as unknown as KnownEvent;
  return { ok: true, event, wire };
}

/** Reads an event in the spelling of the wire only, for whoever has no use for ours. */
export function checkEvent(value: unknown, options: ParseEventOptions = {}): CheckedEvent {
  if (!isObject(value)) return { ok: false, issues: [{ field: "", message: "is no JSON object" }] };
  const wire = toWireSpelling(value);
  const type: unknown = wire.event_type;
  if (typeof type !== "string" || type === "") {
    return { ok: false, issues: [{ field: "event_type", message: "is missing" }] };
  }
  if (!isKnownEventType(type) || versionOf(wire) > EVENT_VERSION) return { ok: true, wire, shape: undefined };
  const shape = EVENT_SHAPES[type];
  const issues = issuesOf(dated(wire, options), shape);
  return issues.length === 0 ? { ok: true, wire, shape } : { ok: false, issues };
}

/** What is wrong with an event, as one sentence. */
export function describeIssues(issues: readonly EventIssue[]): string {
  return issues.map(({ field, message }) => `${field === "" ? "the event" : field} ${message}`).join("; ");
}

function issuesOf(wire: WireEvent, { fields, required }: EventShape): readonly EventIssue[] {
  const issues: EventIssue[] = [];
  for (const field of required) if (!hasValue(wire[field])) issues.push({ field, message: "is missing" });
  for (const name of Object.keys(wire)) {
    const flaw = hasValue(wire[name]) ? fields.get(name)?.check(wire[name]) : undefined;
    if (flaw === undefined) continue;
    issues.push({ field: flaw.part === undefined ? name : `${name}.${flaw.part}`, message: flaw.message });
  }
  return issues;
}

function dated(wire: WireEvent, { assumedTimestamp }: ParseEventOptions): WireEvent {
  if (assumedTimestamp === undefined || hasValue(wire["timestamp"])) return wire;
  return { ...wire, timestamp: assumedTimestamp };
}

function versionOf(wire: WireEvent): number {
  const version = wire["version"];
  return typeof version === "number" && Number.isInteger(version) && version > 0 ? version : EVENT_VERSION;
}

function unknownEvent(raw: WireEvent, version: number): UnknownEvent {
  const runId = raw["run_id"];
  return {
    eventType: "unknown",
    originalType: raw.event_type,
    version,
    ...(typeof runId === "string" && runId !== "" && { runId }),
    raw,
  };
}

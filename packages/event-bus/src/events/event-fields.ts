import { z } from "zod";

/** The version of events that this package reads and writes. */
export const EVENT_VERSION = 1;

/** What is wrong with a value. */
export interface Flaw {
  readonly message: string;
  /** Name of the part that is wrong; without it the value as a whole is. */
  readonly part?: string;
}

/** Says what is wrong with a value; `undefined` when nothing is. */
type Check = (value: unknown) => Flaw | undefined;

/** A field of events. */
export interface EventField {
  /** In the spelling of the wire: `resource_id`. */
  readonly wire: string;
  /** In ours: `resourceId`. */
  readonly ours: string;
  readonly check: Check;
}

const TIME = z.iso.datetime({ offset: true });
const SEVERITIES = new Set<unknown>(["info", "warning", "error"]);

const anyText = check("is no text", (value) => typeof value === "string");
const text = check("is no text, or an empty one", (value) => typeof value === "string" && /\S/.test(value));
const id = check(
  "is no text of 1 to 128 characters",
  (value) => typeof value === "string" && /\S/.test(value) && value.length <= 128,
);
const time = check("is no ISO 8601 time with a time zone", (value) => TIME.safeParse(value).success);
const severity = check("is none of info, warning and error", (value) => SEVERITIES.has(value));
const object = check("is no JSON object", isObject);
const count = check("is no count", (value) => Number.isSafeInteger(value) && Number(value) >= 0);
const version = check("is no version of an event", (value) => value === EVENT_VERSION);

function texts(value: unknown): Flaw | undefined {
  if (!isObject(value)) return object(value);
  const part = Object.keys(value).find((name) => typeof value[name as keyof typeof value] !== "string");
  return part === undefined ? undefined : { message: "is no text", part };
}

const BASE: readonly EventField[] = [
  { wire: "version", ours: "version", check: version },
  { wire: "event_id", ours: "eventId", check: id },
  { wire: "timestamp", ours: "timestamp", check: time },
  { wire: "run_id", ours: "runId", check: text },
  { wire: "scenario_name", ours: "scenarioName", check: text },
  { wire: "agent_id", ours: "agentId", check: anyText },
  { wire: "sp_name", ours: "spName", check: anyText },
  { wire: "message", ours: "message", check: anyText },
  { wire: "severity", ours: "severity", check: severity },
  { wire: "details", ours: "details", check: object },
  { wire: "tags", ours: "tags", check: texts },
];
const RESOURCE: readonly EventField[] = [
  { wire: "resource_id", ours: "resourceId", check: text },
  { wire: "resource_type", ours: "resourceType", check: text },
  { wire: "resource_name", ours: "resourceName", check: text },
];
const DELETION: readonly EventField[] = [
  { wire: "deletion_error", ours: "deletionError", check: anyText },
  { wire: "deletion_attempts", ours: "deletionAttempts", check: count },
];

/** Fields of a type of event. */
export interface EventShape {
  /** By their name on the wire. */
  readonly fields: ReadonlyMap<string, EventField>;
  /** Names on the wire of those that every event of the type has. */
  readonly required: readonly string[];
  /** Makes what stands for fields that are not there, in our spelling. */
  readonly defaults: () => Record<string, unknown>;
}

const ALWAYS = ["timestamp", "run_id", "scenario_name"];
const defaults = (): Record<string, unknown> => ({ version: EVENT_VERSION, tags: {} });

const resource: EventShape = {
  fields: byWireName([...BASE, ...RESOURCE]),
  required: [...ALWAYS, ...RESOURCE.map(({ wire }) => wire)],
  defaults,
};
const deletion: EventShape = {
  fields: byWireName([...BASE, ...RESOURCE, ...DELETION]),
  required: resource.required,
  defaults: () => ({ ...defaults(), deletionAttempts: 0 }),
};
const log: EventShape = {
  // A log may speak of a resource that has no name yet.
  fields: byWireName([...BASE, ...RESOURCE.map((field) => ({ ...field, check: anyText }))]),
  required: ALWAYS,
  defaults,
};

/** Shape of each known type of event. */
export const EVENT_SHAPES = {
  resource_created: resource,
  resource_deleted: resource,
  resource_deletion_failed: deletion,
  agent_started: log,
  operation: log,
  cleanup_complete: log,
  error: log,
} as const;

/** Types of events that this package knows. */
export type KnownEventType = keyof typeof EVENT_SHAPES;

/** Whether events of this type are known. */
export function isKnownEventType(type: string): type is KnownEventType {
  return Object.hasOwn(EVENT_SHAPES, type);
}

/** Every field that is known, of whatever type of event. */
export const EVENT_FIELDS: readonly EventField[] = [...BASE, ...RESOURCE, ...DELETION];

function byWireName(fields: readonly EventField[]): ReadonlyMap<string, EventField> {
  return new Map(fields.map((field) => [field.wire, field]));
}

function check(message: string, isSound: (value: unknown) => boolean): Check {
  const flaw = { message };
  return (value) => (isSound(value) ? undefined : flaw);
}

/** Whether a value is what JSON calls an object. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

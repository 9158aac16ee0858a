import { z } from "zod";

/** The version of event schemas that this package reads and writes. */
export const EVENT_VERSION = 1;

const text = z.string().trim().min(1);
const optionalText = z.string().nullish();

const base = {
  version: z.literal(EVENT_VERSION).default(EVENT_VERSION),
  event_id: text.max(128).nullish(),
  timestamp: z.iso.datetime({ offset: true, error: "is no ISO 8601 time with a time zone" }),
  run_id: text,
  scenario_name: text,
  agent_id: optionalText,
  sp_name: optionalText,
  message: optionalText,
  severity: z.enum(["info", "warning", "error"]).nullish(),
  details: z.record(z.string(), z.unknown()).nullish(),
  tags: z
    .record(z.string(), z.string())
    .nullish()
    .transform((tags) => tags ?? {}),
};

const resource = z.object({ ...base, resource_id: text, resource_type: text, resource_name: text });
const log = z.object({
  ...base,
  resource_id: optionalText,
  resource_type: optionalText,
  resource_name: optionalText,
});

/** Schema of each known type of event, in the spelling of the wire. */
export const EVENT_SCHEMAS = {
  resource_created: resource,
  resource_deleted: resource,
  resource_deletion_failed: resource.extend({
    deletion_error: optionalText,
    deletion_attempts: z
      .int()
      .min(0)
      .nullish()
      .transform((attempts) => attempts ?? 0),
  }),
  agent_started: log,
  operation: log,
  cleanup_complete: log,
  error: log,
} as const;

/** Types of events that this package knows. */
export type KnownEventType = keyof typeof EVENT_SCHEMAS;

/** Whether events of this type are known. */
export function isKnownEventType(type: string): type is KnownEventType {
  return Object.hasOwn(EVENT_SCHEMAS, type);
}

import { invalidField } from "../broker-error.ts";
import {
  QUEUE_DEFAULTS,
  SUBSCRIPTION_DEFAULTS,
  TOPIC_DEFAULTS,
  type QueueSettings,
  type SubscriptionSettings,
  type TopicSettings,
} from "../entities/entity-settings.ts";
import { formatDuration, parseDuration } from "./duration.ts";

/** What has settings. */
export type SettledKind = "queue" | "topic" | "subscription";

/** Settings of any kind; which of them are there depends on it. */
export type AnySettings = QueueSettings & TopicSettings & SubscriptionSettings;

/** A value of a property, as ARM's JSON and the administration client's XML both have it. */
export type PropertyText = string | number | boolean;

/** How a setting is written. */
type Form = "duration" | "number" | "boolean" | "text" | "entity";

/** Names that Azure gives the settings. The administration client's begin with a capital letter. */
const PROPERTIES: readonly (readonly [keyof AnySettings, string, Form])[] = [
  ["lockDurationMs", "lockDuration", "duration"],
  ["maxSizeMb", "maxSizeInMegabytes", "number"],
  ["requiresDuplicateDetection", "requiresDuplicateDetection", "boolean"],
  ["requiresSession", "requiresSession", "boolean"],
  ["defaultTimeToLiveMs", "defaultMessageTimeToLive", "duration"],
  ["deadLetterOnExpiration", "deadLetteringOnMessageExpiration", "boolean"],
  ["deadLetterOnFilterError", "deadLetteringOnFilterEvaluationExceptions", "boolean"],
  ["duplicateWindowMs", "duplicateDetectionHistoryTimeWindow", "duration"],
  ["maxDeliveryCount", "maxDeliveryCount", "number"],
  ["status", "status", "text"],
  ["forwardTo", "forwardTo", "entity"],
  ["userMetadata", "userMetadata", "text"],
  ["supportOrdering", "supportOrdering", "boolean"],
  ["autoDeleteOnIdleMs", "autoDeleteOnIdle", "duration"],
  ["forwardDeadLettersTo", "forwardDeadLetteredMessagesTo", "entity"],
];

const DEFAULTS: Readonly<Record<SettledKind, Partial<AnySettings>>> = {
  queue: QUEUE_DEFAULTS,
  topic: TOPIC_DEFAULTS,
  subscription: SUBSCRIPTION_DEFAULTS,
};

const OPTIONAL = new Set<keyof AnySettings>(["forwardTo", "forwardDeadLettersTo", "userMetadata"]);

/** The settings of an entity under Azure's names, in Azure's order. */
export function toEntityProperties(kind: SettledKind, settings: Partial<AnySettings>): Record<string, PropertyText> {
  const properties: Record<string, PropertyText> = {};
  for (const [name, property, form] of PROPERTIES) {
    const value = settings[name];
    if (value !== undefined && belongs(kind, name)) {
      properties[property] = form === "duration" ? formatDuration(Number(value)) : value;
    }
  }
  return properties;
}

/**
 * The settings that Azure's names tell; defaults for those that are not told.
 *
 * @throws BrokerError when a value cannot be read.
 */
export function readEntitySettings(kind: SettledKind, properties: Readonly<Record<string, unknown>>): AnySettings {
  const settings: Record<string, unknown> = { ...DEFAULTS[kind] };
  for (const [name, property, form] of PROPERTIES) {
    const value = properties[property];
    if (value === undefined || value === null || value === "" || !belongs(kind, name)) continue;
    settings[name] = readValue(property, form, value);
  }
  return settings as unknown as AnySettings;
}

function belongs(kind: SettledKind, name: keyof AnySettings): boolean {
  return name in DEFAULTS[kind] || (OPTIONAL.has(name) && (kind !== "topic" || name === "userMetadata"));
}

function readValue(property: string, form: Form, value: unknown): PropertyText {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (form === "duration") return required(property, text, parseDuration(text));
  if (form === "number") return required(property, text, Number.isFinite(Number(text)) ? Number(text) : undefined);
  if (form === "boolean") return text.toLowerCase() === "true";
  return form === "entity" ? text.replace(/^[a-z]+:\/\/[^/]+\//i, "") : text;
}

function required(property: string, text: string, value: number | undefined): number {
  if (value === undefined) throw invalidField(`The value '${text}' of '${property}' cannot be read.`);
  return value;
}

import { isObject, type Json, type JsonObject } from "../../../json/json.ts";

/** A length of time: `1d`, or the difference of two dates. */
export interface Timespan {
  readonly timespanMs: number;
}

/** A value of a query: JSON, a date, or a length of time. */
export type Value = Json | Date | Timespan;

/** Whether a value is a length of time. */
export function isTimespan(value: Value): value is Timespan {
  return isBag(value) && typeof value["timespanMs"] === "number";
}

/** Whether a value is a property bag. */
export function isBag(value: Value): value is JsonObject {
  return isObject(value) && !(value instanceof Date);
}

/** A value as text, as `tostring()` and the text operators see it; nothing is the empty text. */
export function toText(value: Value): string {
  if (typeof value === "string") return value;
  if (value === null) return "";
  const json = toJson(value);
  return typeof json === "string" ? json : JSON.stringify(json);
}

/** A value as an answer shows it. */
export function toJson(value: Value): Json {
  if (value instanceof Date) return value.toISOString().replace("Z", "0000Z");
  return isTimespan(value) ? formatTimespan(value.timespanMs) : value;
}

function formatTimespan(ms: number): string {
  const days = Math.trunc(Math.abs(ms) / 86_400_000);
  const clock = new Date(Math.abs(ms) % 86_400_000)
    .toISOString()
    .slice(11, 23)
    .replace(/\.000$/, "");
  return `${ms < 0 ? "-" : ""}${days > 0 ? `${days}.` : ""}${clock}`;
}

/** A date out of a date or its text; `null` for anything else. */
export function toDate(value: Value): Date | null {
  if (value instanceof Date) return value;
  if (typeof value !== "string" || !/^\d{4}-\d{2}/.test(value)) return null;
  const time = Date.parse(/[zZ]|[+-]\d{2}:?\d{2}$/.test(value) || !value.includes(":") ? value : `${value}Z`);
  return Number.isNaN(time) ? null : new Date(time);
}

/** A text that is the same for values that are the same, for groups and sets. */
export function keyOf(value: Value): string {
  return `${typeof value}:${toText(value)}`;
}

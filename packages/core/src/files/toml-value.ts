import type { TomlDate } from "smol-toml";
import { ValidationError } from "../errors/families.ts";

/** A value that TOML can hold. */
export type TomlValue = string | number | bigint | boolean | Date | TomlDate | readonly TomlValue[] | TomlTable;

/** A TOML table as an object. */
export interface TomlTable {
  readonly [key: string]: TomlValue;
}

/** Whether a value is a table: an object that is neither a list nor a date. */
export function isTomlTable(value: unknown): value is TomlTable {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/**
 * A value on one line, as it stands right of `=`.
 *
 * @throws ValidationError (`INVALID_CONFIG_VALUE`) for what TOML has no form for: `undefined`, `null`, functions, broken text.
 */
export function formatTomlValue(value: TomlValue): string {
  if (typeof value === "string") return formatString(value);
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `[${value.map((item) => formatTomlValue(item)).join(", ")}]`;
  if (isTomlTable(value)) return formatInlineTable(value);
  throw impossible(value === null ? "null" : typeof value);
}

/** A key as it stands in a header or left of `=`: bare where TOML allows it. */
export function formatTomlKey(path: readonly string[]): string {
  return path.map((part) => (/^[\w-]+$/.test(part) ? part : formatString(part))).join(".");
}

/** Whether two values are the same to TOML; the order of keys does not matter. */
export function sameTomlValue(left: TomlValue | undefined, right: TomlValue | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameTomlValue(item, right[index]));
  }
  if (isTomlTable(left) && isTomlTable(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && sameTomlValue(left[key], right[key]))
    );
  }
  return typeof left === typeof right && formatTomlValue(left) === formatTomlValue(right);
}

function formatInlineTable(table: TomlTable): string {
  const pairs = Object.entries(table).map(([key, value]) => `${formatTomlKey([key])} = ${formatTomlValue(value)}`);
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

function formatString(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw impossible("half a surrogate pair");
  // JSON's escapes are TOML's, except that TOML also wants DEL escaped.
  return JSON.stringify(text).replaceAll("\u007F", String.raw`\u007F`);
}

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value);
  // What looks like an integer but is beyond its exact range can only be a float.
  return Number.isSafeInteger(value) || !/^-?\d+$/.test(text) ? text : `${text}.0`;
}

function impossible(what: string): ValidationError {
  return new ValidationError("INVALID_CONFIG_VALUE", `TOML cannot hold ${what}.`, { hint: "Leave it out instead." });
}

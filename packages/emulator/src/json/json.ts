/** A JSON value. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** A JSON object; absent and `undefined` are the same. */
export interface JsonObject {
  [key: string]: Json | undefined;
}

/** Whether a value is a JSON object (and not an array). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object at `key`, or an empty one. */
export function objectAt(parent: JsonObject | undefined, key: string): JsonObject {
  const value = parent?.[key];
  return isObject(value) ? value : {};
}

/** The objects of the array at `key`; anything else counts as none. */
export function objectsAt(parent: JsonObject | undefined, key: string): JsonObject[] {
  const value = parent?.[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The texts of the array at `key`; anything else counts as none. */
export function textsAt(parent: JsonObject | undefined, key: string): string[] {
  const value = parent?.[key];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

/** The text at `key`, if it is one. */
export function textAt(parent: JsonObject | undefined, key: string): string | undefined {
  const value = parent?.[key];
  return typeof value === "string" ? value : undefined;
}

/** The id of the sub-resource that `key` refers to: `{ key: { id } }`. */
export function referenceAt(parent: JsonObject | undefined, key: string): string | undefined {
  return textAt(objectAt(parent, key), "id");
}

/**
 * JSON merge as ARM's PATCH does it: objects merge, everything else replaces, `null` and `undefined` remove nothing
 * but a `null` overwrites.
 */
export function mergeJson(base: JsonObject, patch: JsonObject): JsonObject {
  const merged: JsonObject = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    const present = merged[key];
    merged[key] = isObject(present) && isObject(value) ? mergeJson(present, value) : value;
  }
  return merged;
}

/** A copy without the `null` members that clients send for "not set". */
export function withoutNulls<T extends Json>(value: T): T {
  if (Array.isArray(value)) return value.map((entry) => withoutNulls(entry)) as T;
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, entry]) => entry !== null && entry !== undefined);
  return Object.fromEntries(entries.map(([key, entry]) => [key, withoutNulls(entry as Json)])) as T;
}

/** Calls `visit` with every text below `value`. */
export function visitTexts(value: Json | undefined, visit: (text: string) => void): void {
  if (typeof value === "string") visit(value);
  else if (Array.isArray(value)) for (const entry of value) visitTexts(entry, visit);
  else if (isObject(value)) for (const key in value) visitTexts(value[key], visit);
}

/** Sets the members of `defaults` that `target` does not have. */
export function setDefaults(target: JsonObject, defaults: JsonObject): void {
  for (const [key, value] of Object.entries(defaults)) target[key] ??= value;
}

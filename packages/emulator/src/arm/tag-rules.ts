import { isObject, type Json } from "../json/json.ts";
import { ArmError } from "./arm-error.ts";

/** Azure's limits for tags on resources and groups. */
export const TAG_LIMITS = { count: 50, nameLength: 512, valueLength: 256, forbidden: /[<>%&\\?/]/ } as const;

/** Tags of a document. */
export type Tags = Readonly<Record<string, string>>;

/**
 * Reads tags that a client sent; `null` clears them.
 *
 * @throws ArmError (`InvalidTagNameCharacters`, `TagValueTooLong`, …) as Azure refuses them.
 */
export function readTags(sent: Json | undefined): Record<string, string> | undefined {
  if (sent === null || sent === undefined) return undefined;
  if (!isObject(sent)) {
    throw new ArmError(400, "InvalidRequestContent", "The request content was invalid: 'tags' must be an object.");
  }
  const tags: Record<string, string> = {};
  for (const [name, value] of Object.entries(sent)) {
    checkTag(name, value);
    tags[spelledIn(tags, name)] = typeof value === "string" ? value : JSON.stringify(value ?? "").replaceAll('"', "");
  }
  checkTagCount(tags);
  return tags;
}

/** Tags with `changes` laid over them: names compare ignoring case and keep their first spelling. */
export function mergeTags(tags: Tags, changes: Tags): Record<string, string> {
  const merged = { ...tags };
  for (const [name, value] of Object.entries(changes)) merged[spelledIn(merged, name)] = value;
  checkTagCount(merged);
  return merged;
}

/** Tags without those that `removals` names with the same value (or, with an empty value, whatever the value). */
export function removeTags(tags: Tags, removals: Tags): Record<string, string> {
  const rest: Record<string, string> = { ...tags };
  for (const [name, value] of Object.entries(removals)) {
    const spelled = spelledIn(rest, name);
    if (value === "" || rest[spelled] === value) delete rest[spelled];
  }
  return rest;
}

function spelledIn(tags: Tags, name: string): string {
  const lower = name.toLowerCase();
  return Object.keys(tags).find((present) => present.toLowerCase() === lower) ?? name;
}

function checkTag(name: string, value: Json | undefined): void {
  if (name.trim() === "" || TAG_LIMITS.forbidden.test(name)) {
    throw new ArmError(
      400,
      "InvalidTagNameCharacters",
      "The following tag names are invalid because they are either empty or contain reserved characters " +
        `'<,>,%,&,\\,?,/' or control characters: '${name}'.`,
    );
  }
  if (name.length > TAG_LIMITS.nameLength) {
    throw new ArmError(
      400,
      "InvalidTagName",
      `The tag name is too large. Tag name must not exceed ${TAG_LIMITS.nameLength} characters in length.`,
    );
  }
  if (value !== null && typeof value === "object") {
    throw new ArmError(400, "InvalidTagValue", `The value of tag '${name}' is not a string.`);
  }
  if (String(value ?? "").length > TAG_LIMITS.valueLength) {
    throw new ArmError(
      400,
      "InvalidTagValue",
      `Tag value too large. Following tag value exceeded the maximum length of ${TAG_LIMITS.valueLength} for tag '${name}'.`,
    );
  }
}

function checkTagCount(tags: Tags): void {
  const count = Object.keys(tags).length;
  if (count > TAG_LIMITS.count) {
    throw new ArmError(
      400,
      "TooManyTags",
      `The resource has too many tags. The maximum number of tags is ${TAG_LIMITS.count}, the request would make ${count}.`,
    );
  }
}

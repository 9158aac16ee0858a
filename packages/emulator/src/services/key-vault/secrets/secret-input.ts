import { isObject, objectAt, textAt, type Json, type JsonObject } from "../../../json/json.ts";
import type { SecretRequest } from "./secret-request.ts";
import type { SecretVersion } from "./stored-secret.ts";
import { badParameter } from "./vault-errors.ts";

const VALID_NAME = /^[0-9A-Za-z-]{1,127}$/;
const MOST_VALUE_BYTES = 25 * 1024;
const MOST_TAGS = 15;
const LONGEST_TAG = 256;

/** What a client says of a version besides its value. */
export type VersionSettings = Pick<SecretVersion, "enabled" | "nbf" | "exp" | "contentType" | "tags">;

/** The name of a secret. @throws VaultError (`BadParameter`) unless it is of 1 to 127 letters, digits and hyphens. */
export function requireName({ name }: SecretRequest): string {
  if (VALID_NAME.test(name)) return name;
  throw badParameter(`The request URI contains an invalid name: ${name}`);
}

/** The body. @throws VaultError (`BadParameter`) when there is none. */
export function requireBody({ body }: SecretRequest): JsonObject {
  if (body === undefined) throw badParameter("Invalid JSON object in the request body.");
  return body;
}

/** The value. @throws VaultError (`BadParameter`) without one, or with one of more than 25 KB. */
export function requireValue(body: JsonObject): string {
  const value = textAt(body, "value");
  if (value === undefined) throw badParameter("Property  has invalid value\r\n");
  if (Buffer.byteLength(value) > MOST_VALUE_BYTES) {
    throw badParameter(`The secret value is larger than ${MOST_VALUE_BYTES} bytes.`);
  }
  return value;
}

/** Settings of a new version, or those of one that is there with what a body changes. @throws VaultError (`BadParameter`). */
export function readSettings(body: JsonObject, before: VersionSettings = { enabled: true }): VersionSettings {
  const { enabled, nbf, exp, contentType, tags } = before;
  const settings: VersionSettings = { ...defined({ enabled, nbf, exp, contentType, tags }), ...readAsked(body) };
  const { nbf: start = Number.NEGATIVE_INFINITY, exp: end = Number.POSITIVE_INFINITY } = settings;
  if (end <= start) throw badParameter("The 'exp' has to be later than 'nbf'.");
  return settings;
}

function readAsked(body: JsonObject): Partial<VersionSettings> {
  const attributes = objectAt(body, "attributes");
  const { enabled } = attributes;
  return defined({
    enabled: typeof enabled === "boolean" ? enabled : undefined,
    nbf: secondsAt(attributes, "nbf"),
    exp: secondsAt(attributes, "exp"),
    contentType: textAt(body, "contentType"),
    tags: readTags(body["tags"]),
  });
}

/** The members that have a value. */
function defined<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}

function secondsAt(attributes: JsonObject, member: string): number | undefined {
  const value = attributes[member] ?? undefined;
  if (value === undefined || typeof value === "number") return value;
  throw badParameter(`The attribute '${member}' is no number of seconds.`);
}

function readTags(value: Json | undefined): Record<string, string> | undefined {
  if (!isObject(value)) return undefined;
  const tags = Object.entries(value);
  const isFit = ([name, text]: [string, Json | undefined]): boolean =>
    typeof text === "string" && text.length <= LONGEST_TAG && name.length <= LONGEST_TAG;
  if (tags.length > MOST_TAGS || !tags.every(isFit)) {
    throw badParameter(`A secret has at most ${MOST_TAGS} tags, of at most ${LONGEST_TAG} characters.`);
  }
  return Object.fromEntries(tags) as Record<string, string>;
}

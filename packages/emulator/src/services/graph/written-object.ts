import type { DirectoryBody, DirectoryObject } from "../../entra/directory-object.ts";
import { objectsAt, type Json, type JsonObject } from "../../json/json.ts";
import type { World } from "../../world/world.ts";
import { badRequest, invalidValue, valueRequired } from "./graph-errors.ts";
import { writtenCertificates } from "./credentials/key-credentials.ts";

/** Members that no write sets. */
const READ_ONLY = new Set([
  "id",
  "appId",
  "createdDateTime",
  "deletedDateTime",
  "publisherDomain",
  "servicePrincipalType",
  "appDisplayName",
]);
const LONGEST_NAME = 256;

/** An object under a write: what it was, what is sent, and what Graph calls its type. */
export interface ObjectWrite {
  readonly world: World;
  readonly typeName: "Application" | "ServicePrincipal";
  readonly before: Pick<DirectoryObject, "body" | "internals">;
  readonly sent: JsonObject;
}

/**
 * The object after the write. Members are replaced as a whole; certificates are checked and kept apart.
 *
 * @throws GraphError (`Request_BadRequest`) for values that Graph refuses.
 */
export function writtenObject(write: ObjectWrite): { readonly body: DirectoryBody; readonly internals: JsonObject } {
  const { before, sent, typeName } = write;
  const members = Object.entries(sent).filter(([name]) => !READ_ONLY.has(name) && !name.startsWith("@odata."));
  for (const [name, value] of members) checkMember(typeName, name, value);
  requireNoPasswords(before.body, sent);
  const body: DirectoryBody = { ...before.body, ...Object.fromEntries(members) };
  if (sent["keyCredentials"] === undefined) return { body, internals: before.internals };
  const { credentials, certificates } = writtenCertificates(write);
  return { body: { ...body, keyCredentials: credentials }, internals: { ...before.internals, certificates } };
}

/** What members that Graph checks have to be. */
const VALID: Readonly<Record<string, (value: Json | undefined) => boolean>> = {
  displayName: isShortText,
  tags: (value) => Array.isArray(value) && value.every(isShortText),
  identifierUris: (value) => Array.isArray(value) && value.every(isShortText),
  accountEnabled: (value) => typeof value === "boolean",
};

function checkMember(typeName: string, name: string, value: Json | undefined): void {
  if (name === "displayName" && isBlank(value)) throw valueRequired(name, typeName);
  if (VALID[name]?.(value) === false) throw invalidValue(name, typeName);
}

function isShortText(value: Json | undefined): boolean {
  return typeof value === "string" && value.length <= LONGEST_NAME;
}

function isBlank(value: Json | undefined): boolean {
  return typeof value !== "string" || value.trim() === "";
}

/** Passwords are made by Graph alone; a write may leave some out, which removes them. */
function requireNoPasswords(before: DirectoryBody, sent: JsonObject): void {
  if (sent["passwordCredentials"] === undefined) return;
  const known = new Set(objectsAt(before, "passwordCredentials").map(({ keyId }) => keyId));
  if (objectsAt(sent, "passwordCredentials").every(({ keyId }) => known.has(keyId))) return;
  throw badRequest("New password credentials must be generated with service actions.");
}

import { isObject, objectsAt, textAt, type JsonObject } from "../../../json/json.ts";
import { requireBody, requireName } from "./secret-input.ts";
import { findSecret, phaseOf } from "./secret-lifetime.ts";
import type { SecretRequest, SecretResponse, SecretRoute } from "./secret-request.ts";
import { versionProperties } from "./secret-view.ts";
import { latestVersion, type SecretVersion } from "./stored-secret.ts";
import { VaultError } from "./vault-error.ts";
import { badParameter, deletedButRecoverable, secretNotFound } from "./vault-errors.ts";

/** Backups of secrets: all versions in one text, which only a vault can read. */
export const backupRoutes: readonly SecretRoute[] = [
  {
    method: "POST",
    path: "secrets/{name}/backup",
    access: { dataAction: "backup/action", permission: "backup" },
    handle: backUp,
  },
  {
    method: "POST",
    path: "secrets/restore",
    access: { dataAction: "restore/action", permission: "restore" },
    handle: restore,
  },
];

function backUp(request: SecretRequest): SecretResponse {
  const { world, vault } = request;
  const found = findSecret(world, vault, requireName(request));
  if (found === undefined || phaseOf(world, found) !== "live") throw secretNotFound(request.name);
  const { name, versions } = found;
  return { status: 200, body: { value: Buffer.from(JSON.stringify({ name, versions })).toString("base64url") } };
}

function restore(request: SecretRequest): SecretResponse {
  const { world, vault } = request;
  const { name, versions } = readBackup(textAt(requireBody(request), "value") ?? "");
  const existing = findSecret(world, vault, name);
  if (existing?.deletedAt !== undefined) throw deletedButRecoverable(name);
  if (existing !== undefined) {
    throw new VaultError(409, "Conflict", `A secret with the name ${name} already exists in this vault.`);
  }
  const secret = world.secrets.put(vault.name, { name, versions });
  return { status: 200, body: versionProperties(request, name, latestVersion(secret)) };
}

function readBackup(text: string): { readonly name: string; readonly versions: SecretVersion[] } {
  const backup = parse(text);
  const name = textAt(backup, "name");
  const versions = objectsAt(backup, "versions") as SecretVersion[];
  if (name === undefined || versions.length === 0) throw badParameter("The backup is malformed.");
  return { name, versions };
}

function parse(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

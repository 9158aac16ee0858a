import { findSecret, phaseOf, secretsIn } from "./secret-lifetime.ts";
import { readSettings, requireBody, requireName, requireValue } from "./secret-input.ts";
import { pageOf } from "./secret-paging.ts";
import type { SecretRequest, SecretResponse, SecretRoute } from "./secret-request.ts";
import { deletedBundle, secretBundle, secretItem, versionProperties } from "./secret-view.ts";
import { latestVersion, type SecretVersion, type StoredSecret } from "./stored-secret.ts";
import { VaultError } from "./vault-error.ts";
import { deletedButRecoverable, secretNotFound, underWay } from "./vault-errors.ts";

const SECRET_TYPE = "Microsoft.KeyVault/vaults/secrets";
const READ = { dataAction: "getSecret/action", permission: "get" } as const;
const LIST = { dataAction: "readMetadata/action", permission: "list" } as const;

/** Secrets that live: written, read, listed, changed and deleted. */
export const secretRoutes: readonly SecretRoute[] = [
  { method: "GET", path: "secrets", access: LIST, handle: listSecrets },
  { method: "GET", path: "secrets/{name}/versions", access: LIST, handle: listVersions },
  { method: "GET", path: "secrets/{name}", access: READ, handle: getSecret },
  { method: "GET", path: "secrets/{name}/{version}", access: READ, handle: getSecret },
  {
    method: "PUT",
    path: "secrets/{name}",
    access: { dataAction: "setSecret/action", permission: "set" },
    handle: setSecret,
  },
  {
    method: "PATCH",
    path: "secrets/{name}/{version}",
    access: { dataAction: "update/action", permission: "set" },
    handle: updateSecret,
  },
  {
    method: "DELETE",
    path: "secrets/{name}",
    access: { dataAction: "delete", permission: "delete" },
    handle: deleteSecret,
  },
];

function listSecrets(request: SecretRequest): SecretResponse {
  const { world, vault } = request;
  const secrets = secretsIn(world, vault, "live");
  return pageOf(
    request,
    secrets.map((secret) => ({ position: secret.sequence, body: secretItem(request, secret) })),
  );
}

function listVersions(request: SecretRequest): SecretResponse {
  const { name, versions } = requireSecret(request);
  return pageOf(
    request,
    versions.map((version, index) => ({ position: index + 1, body: versionProperties(request, name, version) })),
  );
}

/** The value; Key Vault shows it before its time and after, but not while it is disabled. */
function getSecret(request: SecretRequest): SecretResponse {
  const secret = requireSecret(request);
  const version = requireVersion(request, secret);
  if (!version.enabled) {
    const message = "Operation get is not allowed on a disabled secret.";
    throw new VaultError(403, "Forbidden", message, { inner: "SecretDisabled" });
  }
  return { status: 200, body: secretBundle(request, secret.name, version) };
}

function setSecret(request: SecretRequest): SecretResponse {
  const { world, vault } = request;
  const name = requireName(request);
  const body = requireBody(request);
  const existing = findSecret(world, vault, name);
  if (existing !== undefined) requireFreeName(request, existing);
  const now = Math.floor(world.clock.now() / 1000);
  const version: SecretVersion = {
    ...readSettings(body),
    version: world.ids.guid().replaceAll("-", ""),
    value: requireValue(body),
    created: now,
    updated: now,
  };
  const versions = [...(existing?.versions ?? []), version];
  const secret = world.secrets.put(vault.name, { name: existing?.name ?? name, versions });
  return { status: 200, body: secretBundle(request, secret.name, version) };
}

function requireFreeName({ world }: SecretRequest, secret: StoredSecret): void {
  const phase = phaseOf(world, secret);
  if (phase === "deleted") throw deletedButRecoverable(secret.name);
  if (phase !== "live") throw underWay(secret.name, phase === "being deleted" ? "deleted" : "recovered");
}

function updateSecret(request: SecretRequest): SecretResponse {
  const { world, vault } = request;
  const secret = requireSecret(request);
  const before = requireVersion(request, secret);
  const { version, value, created } = before;
  const updated = Math.floor(world.clock.now() / 1000);
  const after: SecretVersion = { ...readSettings(requireBody(request), before), version, value, created, updated };
  world.secrets.put(vault.name, {
    ...secret,
    versions: secret.versions.map((other) => (other.version === version ? after : other)),
  });
  return { status: 200, body: versionProperties(request, secret.name, after) };
}

function deleteSecret(request: SecretRequest): SecretResponse {
  const { world, vault } = request;
  const secret = requireSecret(request);
  const now = world.clock.now();
  const busyUntil = now + world.latency.durationOf("DELETE", SECRET_TYPE);
  const deleted = world.secrets.put(vault.name, { ...secret, deletedAt: now, busyUntil });
  return { status: 200, body: deletedBundle(request, deleted) };
}

function requireSecret(request: SecretRequest): StoredSecret {
  const { world, vault } = request;
  const name = requireName(request);
  const found = findSecret(world, vault, name);
  if (found === undefined || phaseOf(world, found) !== "live") throw secretNotFound(name);
  return found;
}

function requireVersion({ name, version }: SecretRequest, secret: StoredSecret): SecretVersion {
  if (version === "") return latestVersion(secret);
  const found = secret.versions.find((candidate) => candidate.version === version.toLowerCase());
  if (found === undefined) throw secretNotFound(`${name}/${version}`);
  return found;
}

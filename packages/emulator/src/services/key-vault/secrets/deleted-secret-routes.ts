import { requireName } from "./secret-input.ts";
import { findSecret, phaseOf, secretsIn } from "./secret-lifetime.ts";
import { pageOf } from "./secret-paging.ts";
import type { SecretRequest, SecretResponse, SecretRoute } from "./secret-request.ts";
import { deletedBundle, deletedItem, versionProperties } from "./secret-view.ts";
import { latestVersion, type StoredSecret } from "./stored-secret.ts";
import { VaultError } from "./vault-error.ts";
import { deletedSecretNotFound, underWay } from "./vault-errors.ts";

const SECRET_TYPE = "Microsoft.KeyVault/vaults/secrets";
const DELETED = "deletedsecrets/{name}";

/** Deleted secrets: shown, recovered and purged. */
export const deletedSecretRoutes: readonly SecretRoute[] = [
  {
    method: "GET",
    path: "deletedsecrets",
    access: { dataAction: "readMetadata/action", permission: "list" },
    handle: listDeleted,
  },
  {
    method: "GET",
    path: DELETED,
    access: { dataAction: "readMetadata/action", permission: "get" },
    handle: (request) => ({ status: 200, body: deletedBundle(request, requireDeleted(request)) }),
  },
  {
    method: "POST",
    path: `${DELETED}/recover`,
    access: { dataAction: "recover/action", permission: "recover" },
    handle: recoverSecret,
  },
  {
    method: "DELETE",
    path: DELETED,
    access: { dataAction: "purge/action", permission: "purge" },
    handle: purgeSecret,
  },
];

function listDeleted(request: SecretRequest): SecretResponse {
  const secrets = secretsIn(request.world, request.vault, "deleted");
  return pageOf(
    request,
    secrets.map((secret) => ({ position: secret.sequence, body: deletedItem(request, secret) })),
  );
}

function recoverSecret(request: SecretRequest): SecretResponse {
  const { world, vault } = request;
  const { deletedAt: _over, ...secret } = requireSettled(request);
  const busyUntil = world.clock.now() + world.latency.durationOf("recover", SECRET_TYPE);
  const recovered = world.secrets.put(vault.name, { ...secret, busyUntil });
  return { status: 200, body: versionProperties(request, recovered.name, latestVersion(recovered)) };
}

function purgeSecret(request: SecretRequest): SecretResponse {
  const { world, vault } = request;
  const { name } = requireSettled(request);
  if (vault.properties?.["enablePurgeProtection"] === true) {
    const message =
      'Operation "purge" is not allowed because purge protection is enabled for this vault. ' +
      "Key Vault service will automatically purge it after the retention period has passed.";
    throw new VaultError(403, "Forbidden", message, { inner: "ForbiddenByPolicy" });
  }
  world.secrets.remove(vault.name, name);
  return { status: 204 };
}

/** A deleted secret; until its deletion is over it is not found. */
function requireDeleted(request: SecretRequest): StoredSecret {
  const found = findDeleted(request);
  if (found === undefined || phaseOf(request.world, found) !== "deleted") throw deletedSecretNotFound(request.name);
  return found;
}

/** Like {@link requireDeleted}, but while its deletion is under way the refusal tells so. */
function requireSettled(request: SecretRequest): StoredSecret {
  const found = findDeleted(request);
  if (found !== undefined && phaseOf(request.world, found) === "being deleted") throw underWay(found.name, "deleted");
  return requireDeleted(request);
}

function findDeleted(request: SecretRequest): StoredSecret | undefined {
  return findSecret(request.world, request.vault, requireName(request));
}

import { VaultError } from "./vault-error.ts";

/** A vault's refusals that more than one request can meet, with its codes and texts. */

export function badParameter(message: string): VaultError {
  return new VaultError(400, "BadParameter", message);
}

export function secretNotFound(id: string): VaultError {
  return new VaultError(
    404,
    "SecretNotFound",
    `A secret with (name/id) ${id} was not found in this key vault. If you recently deleted this secret you may be able ` +
      "to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182",
  );
}

export function deletedSecretNotFound(name: string): VaultError {
  return new VaultError(404, "SecretNotFound", `Deleted Secret not found: ${name}`);
}

/** For a name that a deleted secret keeps. */
export function deletedButRecoverable(name: string): VaultError {
  return new VaultError(
    409,
    "Conflict",
    `Secret ${name} is currently in a deleted but recoverable state, and its name cannot be reused; ` +
      "in this state, the secret can only be recovered or purged.",
    { inner: "ObjectIsDeletedButRecoverable" },
  );
}

/** For a secret whose deletion or recovery is under way. */
export function underWay(name: string, what: "deleted" | "recovered"): VaultError {
  const inner = what === "deleted" ? "ObjectIsBeingDeleted" : "ObjectIsBeingRecovered";
  return new VaultError(409, "Conflict", `Secret ${name} is currently being ${what}.`, { inner });
}

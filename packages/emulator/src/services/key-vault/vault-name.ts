import type { ArmResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { DELETED_VAULT_TYPE, VAULT_TYPE } from "./vault-types.ts";

const VALID_NAME = /^[a-z](?:-?[a-z0-9])*$/i;
const LENGTH = { least: 3, most: 24 };

/** Why a vault's name may not be had. */
export interface VaultNameRefusal {
  readonly reason: "AccountNameInvalid" | "AlreadyExists";
  readonly message: string;
}

/**
 * Names are of 3 to 24 letters, digits and single hyphens, and unique in all of Azure; a deleted vault keeps its name
 * until it is purged. `undefined`: the name is free.
 */
export function checkVaultName(world: World, name: string): VaultNameRefusal | undefined {
  if (!isValidName(name)) return { reason: "AccountNameInvalid", message: invalidNameMessage(name) };
  const isTaken = vaultNamed(world, VAULT_TYPE, name) ?? vaultNamed(world, DELETED_VAULT_TYPE, name);
  if (isTaken === undefined) return undefined;
  return {
    reason: "AlreadyExists",
    message:
      `The vault name '${name}' is already in use. Vault names are globally unique so it is possible that the name is ` +
      "already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same " +
      "name was recently deleted but not purged after being placed in a recoverable state.",
  };
}

/** The vault, or deleted vault, of that name in any subscription. */
export function vaultNamed(world: World, type: string, name: string): ArmResource | undefined {
  const wanted = name.toLowerCase();
  for (const { body } of world.store.ofType(type)) if (body.name.toLowerCase() === wanted) return body;
  return undefined;
}

function isValidName(name: string): boolean {
  return name.length >= LENGTH.least && name.length <= LENGTH.most && VALID_NAME.test(name);
}

function invalidNameMessage(name: string): string {
  return (
    `The vault name '${name}' is invalid. A vault's name must be between ${LENGTH.least}-${LENGTH.most} alphanumeric ` +
    "characters. The name must begin with a letter, end with a letter or digit, and not contain consecutive hyphens."
  );
}

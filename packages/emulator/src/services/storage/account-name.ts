import type { World } from "../../world/world.ts";

/** Why a storage account's name may not be had. */
export interface NameRefusal {
  readonly reason: "AlreadyExists" | "AccountNameInvalid";
  readonly message: string;
}

/** Names are of 3 to 24 lower-case letters and digits, and unique in all of Azure. `undefined`: the name is free. */
export function checkAccountName(world: World, name: string): NameRefusal | undefined {
  if (!/^[a-z0-9]{3,24}$/.test(name)) {
    return {
      reason: "AccountNameInvalid",
      message:
        `${name} is not a valid storage account name. Storage account name must be between 3 and 24 characters in ` +
        "length and use numbers and lower-case letters only.",
    };
  }
  for (const account of world.store.ofType("Microsoft.Storage/storageAccounts")) {
    if (account.body.name.toLowerCase() === name) {
      return { reason: "AlreadyExists", message: `The storage account named ${name} is already taken.` };
    }
  }
  return undefined;
}

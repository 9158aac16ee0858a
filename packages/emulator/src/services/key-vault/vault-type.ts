import { defineResourceType, type ResourceType } from "../../arm/resource-type.ts";
import { prepareVault } from "./prepare-vault.ts";
import { keepDeletedVault } from "./soft-delete.ts";
import { VAULT_API_VERSIONS, VAULT_TYPE } from "./vault-types.ts";

/** Key vaults: their resource; secrets are in the store of their own. Deleted ones can be recovered until they are purged. */
export const vaultType: ResourceType = defineResourceType({
  type: VAULT_TYPE,
  apiVersions: VAULT_API_VERSIONS,
  write: { created: 200, updated: 200, answer: "none" },
  patch: { created: 200, updated: 200, answer: "none" },
  remove: { status: 200, answer: "none" },
  prepare: prepareVault,
  deleted: keepDeletedVault,
});

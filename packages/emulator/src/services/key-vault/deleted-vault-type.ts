import { defineResourceType, type ResourceType } from "../../arm/resource-type.ts";
import { expireDeletedVault, forgetVault } from "./soft-delete.ts";
import { DELETED_VAULT_TYPE, VAULT_API_VERSIONS } from "./vault-types.ts";

/** Deleted vaults: they lie beside the resources, and go when they are purged or their time is over. */
export const deletedVaultType: ResourceType = defineResourceType({
  type: DELETED_VAULT_TYPE,
  apiVersions: VAULT_API_VERSIONS,
  kind: "proxy",
  scope: "subscription",
  steps: {
    expire: expireDeletedVault,
    purge: ({ resourceId }, world) => {
      const deleted = world.store.get(resourceId);
      if (deleted !== undefined) forgetVault(world, deleted);
      return undefined;
    },
  },
});

import { mapConcurrent } from "@azlin/core";
import { listArm } from "../../azure/list-arm.ts";
import { toDocument, type ResourceDocument } from "../../azure/resource-document.ts";
import type { Claim } from "../../facts/find-owned.ts";
import type { Collector, SweepContext } from "../collector.ts";
import { isOldEnough } from "../is-old-enough.ts";

/** A vault in the bin, as Key Vault lists it. */
interface DeletedVault {
  readonly id: string;
  readonly properties?: {
    readonly location?: string;
    readonly deletionDate?: string;
    readonly scheduledPurgeDate?: string;
    readonly purgeProtectionEnabled?: boolean;
    readonly tags?: Readonly<Record<string, string>>;
  };
}

/** The version of the list; that of purging is the provider's newest, as everywhere. */
const LIST_VERSION = "2023-07-01";

/**
 * Key vaults of ours in the bin: their names stay taken until they are purged. Those with purge protection nobody can purge;
 * they go by themselves.
 */
export const softDeletedVaults: Collector = {
  name: "soft-deleted-vaults",
  collect: async (context) => {
    const { azure, signal } = context;
    const lists = await mapConcurrent(azure.subscriptionIds, { signal }, (subscriptionId) =>
      listArm<DeletedVault>(azure, {
        path: `/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/deletedVaults?api-version=${LIST_VERSION}`,
        operation: `list the deleted vaults in subscription ${subscriptionId}`,
        action: "Microsoft.KeyVault/deletedVaults/read",
        signal,
      }),
    );
    return lists.flat().flatMap((vault) => claimOn(vault, context));
  },
};

function claimOn(vault: DeletedVault, context: SweepContext): Claim[] {
  const { tags = {}, location, deletionDate = null, purgeProtectionEnabled } = vault.properties ?? {};
  const document: ResourceDocument = toDocument({ ...vault, tags, location });
  if (purgeProtectionEnabled === true || !context.isOurs(document)) return [];
  if (!isOldEnough(deletionDate, context)) return [];
  return [{ document, reason: `It was deleted (${deletionDate}) and keeps its name.`, marks: [], action: "purge" }];
}

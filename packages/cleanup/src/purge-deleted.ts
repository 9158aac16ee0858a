import { resourceKey, type AbortOptions } from "@azlin/core";
import type { ApplyCleanupOptions } from "./apply/apply-options.ts";
import type { CleanupAzure } from "./azure/cleanup-azure.ts";
import { softDeletedVaults } from "./sweep/collectors/soft-deleted-vaults.ts";
import { sweep, type SweepReport } from "./sweep/sweep.ts";

/** Options of {@link purgeDeleted}. */
export interface PurgeDeletedOptions extends AbortOptions {
  readonly apply?: Omit<ApplyCleanupOptions, "signal">;
}

/**
 * Removes for good what has gone into a bin when it was deleted: key vaults, whose names stay taken otherwise. Those with
 * purge protection stay until their time is over.
 *
 * @param ids - what was deleted; whatever else is in the bin stays there.
 * @throws AzlinError when the facts cannot be read; what cannot be purged is in the report.
 */
export function purgeDeleted(
  azure: CleanupAzure,
  ids: readonly string[],
  options: PurgeDeletedOptions = {},
): Promise<SweepReport> {
  const deleted = new Set(ids.map(resourceKey));
  return sweep(azure, {
    ...options,
    collectors: [softDeletedVaults],
    olderThanMs: 0,
    dryRun: false,
    isOurs: ({ properties }) => {
      const { vaultId } = properties;
      return typeof vaultId === "string" && deleted.has(resourceKey(vaultId));
    },
  });
}

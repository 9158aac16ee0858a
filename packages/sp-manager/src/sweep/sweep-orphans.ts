import { toAzlinError, type AbortOptions, type SerializedError } from "@azlin/core";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import { deletedApplications, expiredApplications } from "./applications.ts";
import type { Orphan, OrphanCollector, SweepScope } from "./orphan.ts";
import { assignmentsOfTheDead } from "./role-assignments.ts";
import { endedSecrets } from "./secrets.ts";

/** Options of {@link sweepOrphans}. */
export interface SweepOrphansOptions extends AbortOptions {
  /** Whether it is only told what would go. Default: true. */
  readonly dryRun?: boolean;
  /** Default: the transport's. */
  readonly subscriptionIds?: readonly string[];
  /** Vaults to look into for secrets. Default: none. */
  readonly vaultUrls?: readonly string[];
  /** Milliseconds that something has to be old. Default: 3,600,000. */
  readonly minAgeMs?: number;
}

/** What became of an orphan. */
export interface SweptOrphan extends Omit<Orphan, "remove"> {
  readonly outcome: "planned" | "deleted" | "failed";
  readonly error: SerializedError | null;
}

/** What a sweep found and did. */
export interface OrphanSweep {
  readonly orphans: readonly SweptOrphan[];
  /** What could not be looked for: there may be more. */
  readonly unread: readonly { readonly collector: string; readonly error: SerializedError }[];
}

const COLLECTORS: readonly OrphanCollector[] = [
  expiredApplications,
  assignmentsOfTheDead,
  endedSecrets,
  deletedApplications,
];

/**
 * Finds what identities have left behind, by our own marks alone, without anybody's records; and takes it away when asked to.
 *
 * @throws only the signal's reason.
 */
export async function sweepOrphans(azure: IdentityAzure, options: SweepOrphansOptions = {}): Promise<OrphanSweep> {
  const { dryRun = true, signal } = options;
  const scope = scopeOf(azure, options);
  const orphans: SweptOrphan[] = [];
  const unread: { collector: string; error: SerializedError }[] = [];
  for (const collector of COLLECTORS) {
    try {
      for await (const orphan of collector.collect(azure, scope)) {
        orphans.push(dryRun ? planned(orphan) : await removed(orphan, { signal }));
      }
    } catch (error) {
      signal?.throwIfAborted();
      unread.push({ collector: collector.name, error: told(error, `look for ${collector.name}`) });
    }
  }
  return { orphans, unread };
}

function scopeOf({ transport }: IdentityAzure, options: SweepOrphansOptions): SweepScope {
  const { subscriptionIds = transport.subscriptionIds, vaultUrls = [], minAgeMs = 3_600_000, signal } = options;
  return { subscriptionIds, vaultUrls, minAgeMs, signal };
}

function planned({ kind, id, name, reason }: Orphan): SweptOrphan {
  return { kind, id, name, reason, outcome: "planned", error: null };
}

async function removed(orphan: Orphan, { signal }: AbortOptions): Promise<SweptOrphan> {
  try {
    await orphan.remove({ signal });
    return { ...planned(orphan), outcome: "deleted" };
  } catch (error) {
    signal?.throwIfAborted();
    return { ...planned(orphan), outcome: "failed", error: told(error, `delete '${orphan.name}'`) };
  }
}

function told(error: unknown, operation: string): SerializedError {
  return toAzlinError(error, { operation }).toJSON();
}

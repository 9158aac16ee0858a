import { mapConcurrentSettled, toAzlinError, type AbortOptions, type AzlinError } from "@azlin/core";
import { deleteResource } from "../generic-resources.ts";
import type { VmAzure } from "../vm-azure.ts";
import { applySnapshot } from "./apply-snapshot.ts";
import type { DueSnapshot, SnapshotSync } from "./due-snapshots.ts";
import { readSnapshotVm } from "./snapshot-facts.ts";
import { planSnapshot } from "./snapshot-plan.ts";

/** What became of one VM's schedule. */
export interface SnapshotSyncOutcome {
  readonly vmId: string;
  readonly vm: string;
  /** Id of the snapshot that was taken; null when that failed. */
  readonly created: string | null;
  readonly deleted: readonly string[];
  /** What was too old but could not be deleted. */
  readonly left: readonly string[];
  readonly error?: AzlinError;
}

/** Options of {@link syncSnapshots}. */
export interface SyncSnapshotsOptions extends AbortOptions {
  /** VMs at once. Default 10. */
  readonly concurrency?: number;
}

/**
 * Takes the snapshots that are due. Old ones go only once the new one of their VM is there. Never throws for one VM:
 * the report says what failed.
 */
export async function syncSnapshots(
  azure: VmAzure,
  { due }: SnapshotSync,
  { concurrency = 10, signal }: SyncSnapshotsOptions = {},
): Promise<SnapshotSyncOutcome[]> {
  const reports = await mapConcurrentSettled(due, { concurrency, signal }, (one) => takeDue(azure, one, { signal }));
  return reports.map((report) => {
    if (report.ok) return report.value;
    const { vm } = report.item;
    return { vmId: vm.id, vm: vm.name, created: null, deleted: [], left: [], error: toFailure(report.error) };
  });
}

async function takeDue(
  azure: VmAzure,
  { vm, expires, takenNames }: DueSnapshot,
  options: AbortOptions,
): Promise<SnapshotSyncOutcome> {
  const facts = await readSnapshotVm(azure, vm.id, options);
  const plan = planSnapshot({ vm: facts, at: new Date(azure.clock.now()), kind: "scheduled", takenNames });
  const outcome = { vmId: vm.id, vm: vm.name, created: await applySnapshot(azure, plan, options) };
  const deleted: string[] = [];
  try {
    for (const { id } of expires) {
      await deleteResource(azure, id, options);
      deleted.push(id);
    }
    return { ...outcome, deleted, left: [] };
  } catch (error) {
    const left = expires.map(({ id }) => id).filter((id) => !deleted.includes(id));
    return { ...outcome, deleted, left, error: toFailure(error) };
  }
}

function toFailure(error: unknown): AzlinError {
  return toAzlinError(error, { operation: "take the snapshot" });
}

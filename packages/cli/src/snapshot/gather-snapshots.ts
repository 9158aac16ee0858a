import { listSnapshots, type SnapshotVm, type VmAzure, type VmSnapshot } from "@azlin/vms";
import type { Context } from "../context.ts";

/** Which snapshots. */
export interface SnapshotScope {
  /** Only those of this VM. Default: of all. */
  readonly vm?: SnapshotVm | undefined;
  /** Also those that azlin did not take; of one VM they are always there. Default false. */
  readonly includeForeign?: boolean;
}

/** Snapshots in scope and within `--resource-group`, oldest first; those that do not say when they were taken last. */
export async function gatherSnapshots(
  azure: VmAzure,
  { vm, includeForeign = vm !== undefined }: SnapshotScope,
  context: Context,
): Promise<VmSnapshot[]> {
  const { resourceGroup, signal } = context;
  const ofVm = vm === undefined ? {} : { vm: { id: vm.id, osDiskId: vm.osDisk.id } };
  const found: VmSnapshot[] = [];
  await context.progress("Listing snapshots", async () => {
    for await (const snapshot of listSnapshots(azure, { ...ofVm, includeForeign, signal })) {
      if (isIn(resourceGroup, snapshot)) found.push(snapshot);
    }
  });
  return found.sort((left, right) => timeOf(left) - timeOf(right) || (left.id < right.id ? -1 : 1));
}

function isIn(resourceGroup: string | undefined, snapshot: VmSnapshot): boolean {
  return resourceGroup === undefined || snapshot.resourceGroup.toLowerCase() === resourceGroup.toLowerCase();
}

function timeOf({ created }: VmSnapshot): number {
  return created?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

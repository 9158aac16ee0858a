import { resourceNameOf, type AbortOptions, type OperationOptions, type PowerState } from "@azlin/core";
import { readVm } from "../fleet/read-vm.ts";
import { readPowerState } from "../power/apply-power.ts";
import { timed, type VmAzure } from "../vm-azure.ts";
import { readOsDisk, type OsDiskFacts } from "./os-disk.ts";

/** A VM as snapshots of it see it. */
export interface SnapshotVm {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly powerState: PowerState;
  readonly osDisk: OsDiskFacts;
  /** Data disks are not in a snapshot. */
  readonly dataDisks: number;
}

/**
 * Reads a VM for a snapshot of it, or for going back to one.
 *
 * @throws NotFoundError (`VM_NOT_FOUND`); UnsupportedError (`NO_MANAGED_DISK`).
 */
export function readSnapshotVm(azure: VmAzure, vmId: string, options: OperationOptions = {}): Promise<SnapshotVm> {
  return timed(azure, "reading the VM", { ...options, run: (signal) => readFacts(azure, vmId, { signal }) });
}

async function readFacts(azure: VmAzure, vmId: string, options: AbortOptions): Promise<SnapshotVm> {
  const [vm, powerState] = await Promise.all([readVm(azure, vmId, options), readPowerState(azure, vmId, options)]);
  return {
    id: vmId,
    name: vm.name ?? resourceNameOf(vmId),
    location: vm.location,
    powerState,
    osDisk: await readOsDisk(azure, vm, options),
    dataDisks: vm.storageProfile?.dataDisks?.length ?? 0,
  };
}

import { pickVm, type FleetVm, type VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";
import { requireRunning } from "./find-fleet-vm.ts";
import { listFleet } from "./list-fleet.ts";

/** The VMs that a person named, and the fleet they were found in. */
export interface FoundVms {
  /** By what was typed. */
  readonly vms: ReadonlyMap<string, FleetVm>;
  readonly fleet: readonly FleetVm[];
}

/**
 * The VMs of these names, by one look at the fleet.
 *
 * @throws NotFoundError (`VM_NOT_FOUND`), ValidationError (`AMBIGUOUS_VM`, `VM_NOT_RUNNING`).
 */
export async function findRunningVms(azure: VmAzure, names: readonly string[], context: Context): Promise<FoundVms> {
  const fleet = await listFleet(azure, context, { includeUnmanaged: true });
  const vms = new Map(names.map((name) => [name, requireRunning(pickVm(fleet, name, context))]));
  return { vms, fleet };
}

import { objectAt, textAt } from "../../../json/json.ts";
import type { World } from "../../../world/world.ts";
import { findVmSize } from "./vm-sizes.ts";

const VM = "Microsoft.Compute/virtualMachines";

/** vCPUs in use in a region: in all, and by quota family. Deallocated VMs count, as in Azure. */
export interface CoreUsage {
  readonly total: number;
  readonly vms: number;
  readonly byFamily: ReadonlyMap<string, number>;
}

/** Counts the vCPUs that a subscription uses in a region; `except` leaves one VM out. */
export function coresInUse(
  world: World,
  place: { readonly subscriptionId: string; readonly location: string; readonly except?: string },
): CoreUsage {
  let total = 0;
  let vms = 0;
  const byFamily = new Map<string, number>();
  for (const { body } of world.store.ofType(VM, `/subscriptions/${place.subscriptionId}`)) {
    if (body.location !== place.location || body.id.toLowerCase() === place.except?.toLowerCase()) continue;
    const size = findVmSize(textAt(objectAt(body.properties, "hardwareProfile"), "vmSize") ?? "");
    if (size === undefined) continue;
    vms += 1;
    total += size.vCpus;
    byFamily.set(size.family, (byFamily.get(size.family) ?? 0) + size.vCpus);
  }
  return { total, vms, byFamily };
}

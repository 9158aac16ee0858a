import { listVms, type FleetVm, type VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";

/** The VMs of the fleet within `--resource-group`, by session, then by name; those without a session come last. */
export async function listFleet(
  azure: VmAzure,
  context: Context,
  { includeUnmanaged = false }: { readonly includeUnmanaged?: boolean } = {},
): Promise<FleetVm[]> {
  const { resourceGroup, signal } = context;
  const vms: FleetVm[] = [];
  await context.progress("Listing VMs", async () => {
    const options = { includeUnmanaged, signal, onWarning: (text: string) => context.warn(text) };
    for await (const vm of listVms(azure, { ...options, ...(resourceGroup !== undefined && { resourceGroup }) })) {
      vms.push(vm);
    }
  });
  return vms.sort(bySessionThenName);
}

function bySessionThenName(left: FleetVm, right: FleetVm): number {
  if (left.session !== right.session) {
    if (left.session === null) return 1;
    if (right.session === null) return -1;
    return compare(left.session, right.session);
  }
  return compare(left.name, right.name) || compare(left.id, right.id);
}

/** By code units: the same order on every machine, whatever its language. */
function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

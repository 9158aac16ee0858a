import type { Emulator } from "@azlin/emulator";

/** Subscription of every local Azure. */
export const SUBSCRIPTION = "00000000-0000-4000-8000-000000000001";

/** Id of a VM of {@link seedVms}. */
export function vmId(name: string, resourceGroup = "fleet-01"): string {
  return `/subscriptions/${SUBSCRIPTION}/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/virtualMachines/${name}`;
}

/** Puts VMs `vm-1`, `vm-2`, … with all that belongs to them into an emulator, spread over resource groups. */
export function seedVms(emulator: Emulator, vms: number, resourceGroups = 1): void {
  emulator.seed({ fleet: { vms, resourceGroups } });
}

/** Tags of a VM, looked at behind the API. */
export function tagsOf(emulator: Emulator, id: string): Readonly<Record<string, string>> | undefined {
  return emulator.world.store.get(id)?.body.tags;
}

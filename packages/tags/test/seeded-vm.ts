import { formatResourceId } from "@azlin/core";
import type { Emulator } from "@azlin/emulator";

/** Puts a resource group and a VM with these tags into a local Azure; answers the VM's id. */
export function seedVm(
  emulator: Emulator,
  name: string,
  { tags = {}, resourceGroup = "rg1" }: { tags?: Record<string, string>; resourceGroup?: string } = {},
): string {
  const subscriptionId = emulator.transport().subscriptionIds[0]!;
  const location = "westus2";
  emulator.seed({ id: formatResourceId({ subscriptionId, resourceGroup }), body: { location } });
  const id = formatResourceId({ subscriptionId, resourceGroup, type: "Microsoft.Compute/virtualMachines", name });
  emulator.seed({ id, body: { location, tags, properties: { hardwareProfile: { vmSize: "Standard_B2s" } } } });
  return id;
}

/** Tags of a VM as they stand in the local Azure. */
export function tagsOf(emulator: Emulator, vmId: string): Record<string, string> {
  return emulator.world.store.get(vmId)?.body.tags ?? {};
}

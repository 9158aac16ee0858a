import {
  callOptions,
  parseResourceId,
  pollOptions,
  resourceNameOf,
  toAzlinError,
  type AbortOptions,
} from "@azlin/core";
import { readVm } from "../fleet/read-vm.ts";
import type { VmAzure } from "../vm-azure.ts";

/**
 * Puts another disk in the place of the one that a deallocated VM starts from. The old one stays, on its own.
 *
 * @throws AzlinError as translated.
 */
export async function swapOsDisk(
  azure: VmAzure,
  vmId: string,
  { diskId, signal }: AbortOptions & { readonly diskId: string },
): Promise<void> {
  const { subscriptionId = "", resourceGroup = "", names } = parseResourceId(vmId);
  const { storageProfile } = await readVm(azure, vmId, { signal });
  try {
    const { virtualMachines } = await azure.clients.compute(subscriptionId);
    const osDisk = {
      createOption: storageProfile?.osDisk?.createOption ?? "FromImage",
      name: resourceNameOf(diskId),
      managedDisk: { id: diskId },
    };
    const change = { storageProfile: { osDisk } };
    const poller = virtualMachines.update(resourceGroup, names[0]!, change, pollOptions(azure.transport));
    await poller.pollUntilDone(callOptions({ signal }));
  } catch (error) {
    throw toAzlinError(error, {
      operation: `put another disk into '${names[0]}'`,
      action: "Microsoft.Compute/virtualMachines/write",
      resource: vmId,
      signal,
    });
  }
}

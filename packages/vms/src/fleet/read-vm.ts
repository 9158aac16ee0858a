import { callOptions, parseResourceId, toAzlinError, type AbortOptions } from "@azlin/core";
import { vmNotFound } from "@azlin/tags";
import type { VirtualMachine } from "@azure/arm-compute";
import type { VmAzure } from "../vm-azure.ts";

/**
 * The model of a VM.
 *
 * @throws NotFoundError (`VM_NOT_FOUND`).
 */
export async function readVm(azure: VmAzure, vmId: string, { signal }: AbortOptions): Promise<VirtualMachine> {
  const { subscriptionId = "", resourceGroup = "", names } = parseResourceId(vmId);
  try {
    const { virtualMachines } = await azure.clients.compute(subscriptionId);
    return await virtualMachines.get(resourceGroup, names[0]!, callOptions({ signal }));
  } catch (error) {
    const action = "Microsoft.Compute/virtualMachines/read";
    const translated = toAzlinError(error, { operation: "read the VM", action, resource: vmId, signal });
    throw translated.code === "NOT_FOUND" ? vmNotFound(vmId) : translated;
  }
}

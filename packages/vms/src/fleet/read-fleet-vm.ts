import { callOptions, parseResourceId, powerStateOf, toAzlinError, type AbortOptions } from "@azlin/core";
import { vmNotFound } from "@azlin/tags";
import type { VirtualMachine } from "@azure/arm-compute";
import { readResource } from "../generic-resources.ts";
import type { VmAzure } from "../vm-azure.ts";
import { primaryInterfaceId, toFleetVm, type FleetVm } from "./to-fleet-vm.ts";
import { primaryConfiguration, type IpConfiguration, type VmAddresses } from "./vm-addresses.ts";

const NO_ADDRESSES: VmAddresses = { publicIp: null, privateIp: null };

/**
 * One VM as it is now, each part asked of its own provider: also right after it was created, when Azure Resource Graph
 * does not know its addresses yet. Three requests.
 *
 * @throws NotFoundError (`VM_NOT_FOUND`).
 */
export async function readFleetVm(azure: VmAzure, vmId: string, { signal }: AbortOptions = {}): Promise<FleetVm> {
  const model = await readModel(azure, vmId, { signal });
  const addresses = await readOwnAddresses(azure, primaryInterfaceId(model), { signal });
  return toFleetVm({ ...model, id: vmId }, { powerState: powerStateOf(model.instanceView?.statuses), addresses });
}

async function readModel(azure: VmAzure, vmId: string, { signal }: AbortOptions): Promise<VirtualMachine> {
  const { subscriptionId = "", resourceGroup = "", names } = parseResourceId(vmId);
  try {
    const { virtualMachines } = await azure.clients.compute(subscriptionId);
    const options = { expand: "instanceView" as const, ...callOptions({ signal }) };
    return await virtualMachines.get(resourceGroup, names[0]!, options);
  } catch (error) {
    const action = "Microsoft.Compute/virtualMachines/read";
    const translated = toAzlinError(error, { operation: "read the VM", action, resource: vmId, signal });
    throw translated.code === "NOT_FOUND" ? vmNotFound(vmId) : translated;
  }
}

async function readOwnAddresses(
  azure: VmAzure,
  interfaceId: string | undefined,
  options: AbortOptions,
): Promise<VmAddresses> {
  if (interfaceId === undefined) return NO_ADDRESSES;
  const nic = await readResource<{ ipConfigurations?: readonly IpConfiguration[] }>(azure, interfaceId, options);
  const { privateIPAddress, publicIPAddress } = primaryConfiguration(nic?.ipConfigurations) ?? {};
  const publicIp =
    publicIPAddress?.id === undefined
      ? undefined
      : await readResource<{ ipAddress?: string }>(azure, publicIPAddress.id, options);
  return { privateIp: privateIPAddress ?? null, publicIp: publicIp?.ipAddress ?? null };
}

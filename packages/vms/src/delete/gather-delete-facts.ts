import { sameResource, type AbortOptions, type OperationOptions } from "@azlin/core";
import type { VirtualMachine } from "@azure/arm-compute";
import { readVm } from "../fleet/read-vm.ts";
import { readResource } from "../generic-resources.ts";
import { timed, type VmAzure } from "../vm-azure.ts";
import type { DeleteFacts, InterfacePart, Part } from "./delete-plan.ts";

interface Reference {
  readonly id?: string;
  readonly properties?: { readonly deleteOption?: string };
}

interface NicProperties {
  readonly ipConfigurations?: readonly { readonly properties?: { readonly publicIPAddress?: Reference } }[];
  readonly networkSecurityGroup?: Reference;
}

interface NsgProperties {
  readonly networkInterfaces?: readonly Reference[];
  readonly subnets?: readonly Reference[];
}

/**
 * Reads what a VM consists of.
 *
 * @throws NotFoundError (`VM_NOT_FOUND`); whatever else cannot be read: nothing is deleted on half a picture.
 */
export function gatherDeleteFacts(azure: VmAzure, vmId: string, options: OperationOptions = {}): Promise<DeleteFacts> {
  return timed(azure, "reading the VM", { ...options, run: (signal) => readFacts(azure, vmId, { signal }) });
}

async function readFacts(azure: VmAzure, vmId: string, options: AbortOptions): Promise<DeleteFacts> {
  const vm = await readVm(azure, vmId, options);
  const nics = vm.networkProfile?.networkInterfaces ?? [];
  const interfaces = await Promise.all(
    nics.flatMap(({ id, deleteOption }) =>
      id === undefined ? [] : [readInterface(azure, { id, cascades: deleteOption === "Delete" }, options)],
    ),
  );
  return {
    vm: {
      id: vmId,
      name: vm.name ?? "",
      disks: disksOf(vm),
      interfaces: interfaces.filter((nic) => nic !== undefined),
    },
  };
}

function disksOf({ storageProfile }: VirtualMachine): Part[] {
  const disks = [storageProfile?.osDisk, ...(storageProfile?.dataDisks ?? [])];
  return disks.flatMap((disk) =>
    disk?.managedDisk?.id === undefined ? [] : [{ id: disk.managedDisk.id, cascades: disk.deleteOption === "Delete" }],
  );
}

async function readInterface(azure: VmAzure, part: Part, options: AbortOptions): Promise<InterfacePart | undefined> {
  const nic = await readResource<NicProperties>(azure, part.id, options);
  if (nic === undefined) return undefined;
  const addresses = (nic.ipConfigurations ?? []).flatMap(({ properties }) => properties?.publicIPAddress ?? []);
  const groupId = nic.networkSecurityGroup?.id;
  return {
    ...part,
    publicIps: addresses.flatMap(({ id, properties }) =>
      id === undefined ? [] : [{ id, cascades: properties?.deleteOption === "Delete" }],
    ),
    securityGroup: groupId === undefined ? undefined : await readGroup(azure, { groupId, nicId: part.id }, options),
  };
}

async function readGroup(
  azure: VmAzure,
  { groupId, nicId }: { readonly groupId: string; readonly nicId: string },
  options: AbortOptions,
): Promise<InterfacePart["securityGroup"]> {
  const group = await readResource<NsgProperties>(azure, groupId, options);
  if (group === undefined) return undefined;
  const others = (group.networkInterfaces ?? []).filter(({ id }) => id !== undefined && !sameResource(id, nicId));
  return { id: groupId, isShared: others.length > 0 || (group.subnets ?? []).length > 0 };
}

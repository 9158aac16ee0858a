import type { PowerState, Vm } from "@azlin/core";
import { toManagedVm } from "@azlin/tags";
import type { VirtualMachine } from "@azure/arm-compute";
import type { VmAddresses } from "./vm-addresses.ts";

/** A VM of the fleet with what its tags say. */
export interface FleetVm extends Vm {
  readonly session: string | null;
  readonly owner: string | null;
  /** `azlin-created`, as written; null without the tag. */
  readonly created: string | null;
}

/** What Azure does not say in the model of a VM. */
export interface FleetVmParts {
  readonly powerState: PowerState;
  readonly addresses: VmAddresses | undefined;
}

/** Puts together what Azure's providers say about one VM. */
export function toFleetVm(
  model: VirtualMachine & { readonly id: string },
  { powerState, addresses }: FleetVmParts,
): FleetVm {
  const { id, location, hardwareProfile, tags, provisioningState } = model;
  return {
    ...toManagedVm({ id, location, size: hardwareProfile?.vmSize, tags }),
    location,
    powerState,
    provisioningState: provisioningState ?? null,
    publicIp: addresses?.publicIp ?? null,
    privateIp: addresses?.privateIp ?? null,
  };
}

/** Id of the interface by which a VM is reached; `undefined` when it has none. */
export function primaryInterfaceId({ networkProfile }: VirtualMachine): string | undefined {
  const interfaces = networkProfile?.networkInterfaces ?? [];
  return (interfaces.find((entry) => entry.primary === true) ?? interfaces[0])?.id;
}

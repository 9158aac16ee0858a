import { isManaged } from "@azlin/tags";
import { callOptions, parseResourceId, toAzlinError, type AbortOptions } from "@azlin/core";
import type { VirtualMachine } from "@azure/arm-compute";
import type { VmAzure } from "../vm-azure.ts";

/** Public keys that a VM was created with. Azure does not know about later changes, rotations among them. */
export interface VmKeys {
  readonly vmId: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly asOf: "creation";
  readonly publicKeys: readonly string[];
}

/** Options of {@link listKeys}. */
export interface ListKeysOptions extends AbortOptions {
  /** Also VMs that azlin does not manage. Default false. */
  readonly includeUnmanaged?: boolean;
}

/**
 * The public keys of each VM, as Azure knows them: those of its creation. One request for a page of VMs.
 *
 * @throws AzlinError when VMs cannot be listed.
 */
export async function* listKeys(azure: VmAzure, options: ListKeysOptions = {}): AsyncGenerator<VmKeys> {
  for (const subscriptionId of await azure.subscriptions.ids(options)) yield* keysIn(azure, subscriptionId, options);
}

async function* keysIn(
  azure: VmAzure,
  subscriptionId: string,
  { includeUnmanaged = false, signal }: ListKeysOptions,
): AsyncGenerator<VmKeys> {
  try {
    const { virtualMachines } = await azure.clients.compute(subscriptionId);
    for await (const vm of virtualMachines.listAll(callOptions({ signal }))) {
      if (includeUnmanaged || isManaged(vm.tags)) yield keysOf(vm);
    }
  } catch (error) {
    const action = "Microsoft.Compute/virtualMachines/read";
    throw toAzlinError(error, { operation: "list the VMs' keys", action, signal });
  }
}

function keysOf({ id = "", osProfile }: VirtualMachine): VmKeys {
  const { resourceGroup = "", names } = parseResourceId(id);
  const keys = osProfile?.linuxConfiguration?.ssh?.publicKeys ?? [];
  const publicKeys = keys.flatMap(({ keyData }) => keyData?.trim() ?? []);
  return { vmId: id, name: names[0] ?? "", resourceGroup, asOf: "creation", publicKeys };
}

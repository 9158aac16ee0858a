import {
  callOptions,
  powerStateOf,
  resourceKey,
  toAzlinError,
  type AzlinError,
  type AbortOptions,
  type PowerState,
} from "@azlin/core";
import { isManaged } from "@azlin/tags";
import type { VirtualMachine } from "@azure/arm-compute";
import type { VmAzure } from "../vm-azure.ts";
import { primaryInterfaceId, toFleetVm, type FleetVm } from "./to-fleet-vm.ts";
import { readAddresses } from "./vm-addresses.ts";

/** Which VMs to list. */
export interface ListVmsOptions extends AbortOptions {
  /** Only this resource group, in each subscription. Default: all. */
  readonly resourceGroup?: string;
  /** Also VMs that azlin does not manage. Default false. */
  readonly includeUnmanaged?: boolean;
  /** Told what could not be read; the fields concerned are then `null` or `unknown`. */
  readonly onWarning?: (message: string) => void;
}

/**
 * The VMs of a fleet as they are now, streamed page by page: model and tags from Compute's list, power states from
 * its status-only list, addresses from one query. Three requests for a subscription of up to a page of VMs,
 * whatever their number; never one for each VM.
 *
 * @throws AzlinError when the VMs themselves cannot be listed. Missing statuses or addresses are warnings.
 */
export async function* listVms(azure: VmAzure, options: ListVmsOptions = {}): AsyncGenerator<FleetVm> {
  const subscriptionIds = await azure.subscriptions.ids(options);
  const addresses = forgiving(readAddresses(azure, options), "The VMs' addresses", options);
  for (const subscriptionId of subscriptionIds) {
    const states = forgiving(readPowerStates(azure, subscriptionId, options), "The VMs' power states", options);
    const models = listModels(azure, subscriptionId, options);
    // The first page is asked for before the others are awaited: all requests are under way together.
    for (let next = models.next(); ; next = models.next()) {
      const { value: model, done } = await next;
      if (done === true) break;
      const powerState = (await states)?.get(resourceKey(model.id)) ?? "unknown";
      yield toFleetVm(model, { powerState, addresses: (await addresses)?.get(interfaceKey(model)) });
    }
  }
}

async function* listModels(
  azure: VmAzure,
  subscriptionId: string,
  options: ListVmsOptions,
): AsyncGenerator<VirtualMachine & { id: string }> {
  const { resourceGroup, includeUnmanaged = false, signal } = options;
  try {
    const { virtualMachines } = await azure.clients.compute(subscriptionId);
    const abort = callOptions({ signal });
    const list =
      resourceGroup === undefined ? virtualMachines.listAll(abort) : virtualMachines.list(resourceGroup, abort);
    for await (const model of list) {
      if (hasId(model) && (includeUnmanaged || isManaged(model.tags))) yield model;
    }
  } catch (error) {
    const action = "Microsoft.Compute/virtualMachines/read";
    const translated: AzlinError = toAzlinError(error, { operation: "list VMs", action, signal });
    // A group that this subscription has not got is an empty part of the list.
    const isMissingGroup = resourceGroup !== undefined && translated.code === "NOT_FOUND";
    if (!isMissingGroup) throw translated;
  }
}

function hasId(model: VirtualMachine): model is VirtualMachine & { id: string } {
  return model.id !== undefined;
}

async function readPowerStates(
  { clients }: VmAzure,
  subscriptionId: string,
  { signal }: ListVmsOptions,
): Promise<Map<string, PowerState>> {
  const { virtualMachines } = await clients.compute(subscriptionId);
  const states = new Map<string, PowerState>();
  for await (const { id, instanceView } of virtualMachines.listAll({
    statusOnly: "true",
    ...callOptions({ signal }),
  })) {
    if (id !== undefined) states.set(resourceKey(id), powerStateOf(instanceView?.statuses));
  }
  return states;
}

/** What fails here leaves a gap in the list, not an empty list. */
async function forgiving<T>(
  read: Promise<T>,
  what: string,
  { signal, onWarning }: ListVmsOptions,
): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    // After an abort the list itself rejects; nobody may be waiting for this any more.
    if (signal?.aborted !== true) onWarning?.(`${what} could not be read: ${reasonOf(error)}`);
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  return toAzlinError(error, { operation: "read the fleet" }).message;
}

function interfaceKey(model: VirtualMachine): string {
  return resourceKey(primaryInterfaceId(model) ?? "");
}

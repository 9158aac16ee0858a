import { resourceKey, tryParseResourceId, type AbortOptions } from "@azlin/core";
import type { AzureReadContext } from "../azure/azure-read.ts";
import type { ComputeClients } from "../azure/compute-clients.ts";
import { unreadPower, type PowerReading } from "../azure/power-reading.ts";
import { readFleetStates, type FleetStates } from "../azure/read-fleet-states.ts";
import { readVmState } from "../azure/read-vm-state.ts";

/** VMs missing from a list that are asked for by name in one round: a list that goes wrong must not become a flood. */
const MAX_CONFIRMATIONS = 20;

/** Power states of a moment. */
export interface PowerOfVms {
  /** The state of one VM; what went wrong is in the reading. @throws only the signal's reason. */
  of(vmId: string): Promise<PowerReading>;
}

/** Power states of many VMs in one round: a list for each subscription, and for what is missing there a look of its own. */
export class FleetPower implements PowerOfVms {
  readonly #clients: ComputeClients;
  readonly #options: AzureReadContext & AbortOptions;
  readonly #lists = new Map<string, Promise<FleetStates>>();
  #confirmations = 0;

  constructor(clients: ComputeClients, options: AzureReadContext & AbortOptions) {
    this.#clients = clients;
    this.#options = options;
  }

  /** The states of a subscription's VMs; asked for once. */
  list(subscriptionId: string): Promise<FleetStates> {
    const key = subscriptionId.toLowerCase();
    const list = this.#lists.get(key) ?? readFleetStates(this.#clients, subscriptionId, this.#options);
    this.#lists.set(key, list);
    return list;
  }

  /** The state of one VM, from its subscription's list when it is there. @throws only the signal's reason. */
  async of(vmId: string): Promise<PowerReading> {
    const subscriptionId = tryParseResourceId(vmId)?.subscriptionId;
    if (subscriptionId === undefined) return readVmState(this.#clients, vmId, this.#options);
    const { readings, error } = await this.list(subscriptionId);
    const listed = readings.get(resourceKey(vmId));
    if (listed !== undefined) return listed;
    if (error !== null) return unreadPower(error);
    this.#confirmations += 1;
    if (this.#confirmations <= MAX_CONFIRMATIONS) return readVmState(this.#clients, vmId, this.#options);
    return unreadPower({
      code: "NOT_LISTED",
      message: `Azure's list lacks it and more than ${MAX_CONFIRMATIONS} others; whether it was deleted was not asked.`,
    });
  }
}

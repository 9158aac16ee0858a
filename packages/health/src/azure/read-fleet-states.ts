import { callOptions, resourceKey, toAzlinError, type AbortOptions, type SerializedError } from "@azlin/core";
import { azureRead, type AzureReadContext } from "./azure-read.ts";
import type { ComputeClients } from "./compute-clients.ts";
import { powerReadingOf, type PowerReading } from "./power-reading.ts";

/** Power states of all VMs of a subscription. */
export interface FleetStates {
  /** By resource key. */
  readonly readings: ReadonlyMap<string, PowerReading>;
  /** Why there are none, or not all; `null` when the list is whole. */
  readonly error: SerializedError | null;
}

/**
 * Reads the power states of all VMs of a subscription with one list call, which shows states and no models: one request
 * for each page of VMs. What was read before an error counts.
 *
 * @throws only the signal's reason.
 */
export async function readFleetStates(
  clients: ComputeClients,
  subscriptionId: string,
  { signal, ...context }: AzureReadContext & AbortOptions,
): Promise<FleetStates> {
  const readings = new Map<string, PowerReading>();
  const operation = `list the power states of the VMs in subscription ${subscriptionId}`;
  try {
    await azureRead(context, {
      operation,
      action: "Microsoft.Compute/virtualMachines/read",
      signal,
      run: async (abort) => {
        const { virtualMachines } = await clients.of(subscriptionId);
        const list = virtualMachines.listAll({ statusOnly: "true", ...callOptions({ signal: abort }) });
        for await (const { id, instanceView } of list) {
          if (id !== undefined) readings.set(resourceKey(id), powerReadingOf(instanceView));
        }
      },
    });
    return { readings, error: null };
  } catch (error) {
    signal?.throwIfAborted();
    return { readings, error: toAzlinError(error, { operation }).toJSON() };
  }
}

import { callOptions, parseResourceId, toAzlinError, type AbortOptions, type AzlinError } from "@azlin/core";
import { azureRead, type AzureReadContext } from "./azure-read.ts";
import type { ComputeClients } from "./compute-clients.ts";
import { DELETED, powerReadingOf, unreadPower, type PowerReading } from "./power-reading.ts";

/** What Azure answers when the VM or its group is gone; a subscription that is not found may only be out of sight. */
const GONE = new Set(["ResourceNotFound", "ResourceGroupNotFound"]);

/**
 * Reads the instance view of one VM. An error is part of the reading and never a state.
 *
 * @throws only the signal's reason.
 */
export async function readVmState(
  clients: ComputeClients,
  vmId: string,
  { signal, ...context }: AzureReadContext & AbortOptions,
): Promise<PowerReading> {
  const operation = "read the power state of the VM";
  try {
    const { subscriptionId = "", resourceGroup = "", names } = parseResourceId(vmId);
    return await azureRead(context, {
      operation,
      action: "Microsoft.Compute/virtualMachines/instanceView/read",
      signal,
      run: async (abort) => {
        const { virtualMachines } = await clients.of(subscriptionId);
        const name = names.at(-1) ?? "";
        return powerReadingOf(await virtualMachines.instanceView(resourceGroup, name, callOptions({ signal: abort })));
      },
    });
  } catch (error) {
    signal?.throwIfAborted();
    const translated = toAzlinError(error, { operation });
    return isGone(translated) ? DELETED : unreadPower(translated.toJSON());
  }
}

function isGone({ code, details }: AzlinError): boolean {
  return code === "NOT_FOUND" && GONE.has(String(details["azureCode"]));
}

import type { VirtualMachine } from "@azure/arm-compute";
import {
  callOptions,
  parseResourceId,
  powerStateOf,
  toAzlinError,
  type AbortOptions,
  type PowerState,
} from "@azlin/core";
import { intentOf, type ComputeClients, type Intent } from "@azlin/health";

/** What is read of a VM right before it is healed. Plain data. */
export interface HealFacts {
  readonly power: PowerState | "deleted";
  /** Whether Azure is doing something to it. */
  readonly isBusy: boolean;
  /** When Azure last ended an operation on it, by Azure's clock, in milliseconds since the epoch; `null`: it did not say. */
  readonly operationAtMs: number | null;
  /** What its tags say that its user wants. */
  readonly intent: Intent | null;
}

/** Facts of a VM that is not there. */
const GONE: HealFacts = { power: "deleted", isBusy: false, operationAtMs: null, intent: null };

/**
 * Reads a VM with its instance view and its tags: one request.
 *
 * @throws AzlinError of what Azure answered: an error is no state.
 */
export async function readHealFacts(clients: ComputeClients, vmId: string, options: AbortOptions): Promise<HealFacts> {
  const { subscriptionId = "", resourceGroup = "", names } = parseResourceId(vmId);
  const { signal } = options;
  try {
    const { virtualMachines } = await clients.of(subscriptionId);
    const name = names.at(-1) ?? "";
    return factsOf(await virtualMachines.get(resourceGroup, name, { expand: "instanceView", ...callOptions(options) }));
  } catch (error) {
    const translated = toAzlinError(error, {
      operation: "read the VM before healing it",
      action: "Microsoft.Compute/virtualMachines/read",
      resource: vmId,
      signal,
    });
    if (translated.code === "NOT_FOUND") return GONE;
    throw translated;
  }
}

const OPERATION = /^provisioningstate\//i;
const ENDED = /^provisioningstate\/(?:succeeded|failed)/i;

function factsOf({ instanceView, tags = {} }: VirtualMachine): HealFacts {
  const statuses = instanceView?.statuses ?? [];
  const operation = statuses.find(({ code = "" }) => OPERATION.test(code));
  return {
    power: powerStateOf(statuses),
    isBusy: operation !== undefined && !ENDED.test(operation.code ?? ""),
    operationAtMs: operation?.time?.getTime() ?? null,
    intent: intentOf(tags),
  };
}

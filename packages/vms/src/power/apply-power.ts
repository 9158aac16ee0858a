import {
  callOptions,
  parseResourceId,
  pollOptions,
  powerStateOf,
  toAzlinError,
  type AbortOptions,
  type OperationOptions,
  type PowerState,
} from "@azlin/core";
import { vmNotFound } from "@azlin/tags";
import { timed, type VmAzure } from "../vm-azure.ts";
import type { PowerPlan } from "./power-plan.ts";

/**
 * Power state of one VM, from its instance view.
 *
 * @throws NotFoundError (`VM_NOT_FOUND`); an error is never turned into a state.
 */
export function readPowerState(azure: VmAzure, vmId: string, options: OperationOptions = {}): Promise<PowerState> {
  return timed(azure, "reading the power state", { ...options, run: (signal) => readState(azure, vmId, signal) });
}

async function readState(azure: VmAzure, vmId: string, signal: AbortSignal): Promise<PowerState> {
  const { subscriptionId = "", resourceGroup = "", names } = parseResourceId(vmId);
  try {
    const { virtualMachines } = await azure.clients.compute(subscriptionId);
    const view = await virtualMachines.instanceView(resourceGroup, names[0]!, callOptions({ signal }));
    return powerStateOf(view.statuses);
  } catch (error) {
    throw translate(error, vmId, { what: "read the power state", action: "instanceView/read", signal });
  }
}

/**
 * Carries a power plan out and waits for its end.
 *
 * @throws NotFoundError (`VM_NOT_FOUND`), ProvisioningError when Azure's operation fails, PermissionError.
 */
export async function applyPower(azure: VmAzure, plan: PowerPlan, options: AbortOptions = {}): Promise<void> {
  if (plan.action === "none") return;
  const { subscriptionId = "", resourceGroup = "", names } = parseResourceId(plan.target);
  const name = names[0]!;
  const { signal } = options;
  try {
    const { virtualMachines } = await azure.clients.compute(subscriptionId);
    const poll = pollOptions(azure.transport);
    const poller = {
      start: () => virtualMachines.start(resourceGroup, name, poll),
      stop: () => virtualMachines.powerOff(resourceGroup, name, poll),
      deallocate: () => virtualMachines.deallocate(resourceGroup, name, poll),
      restart: () => virtualMachines.restart(resourceGroup, name, poll),
    }[plan.action]();
    // The signal goes to the polling: given to the operation it would not end the wait between two polls.
    await poller.pollUntilDone(callOptions({ signal }));
  } catch (error) {
    throw translate(error, plan.target, { what: `${plan.action} the VM`, action: `${plan.action}/action`, signal });
  }
}

function translate(
  error: unknown,
  vmId: string,
  { what, action, signal }: { what: string; action: string; signal: AbortSignal | undefined },
): Error {
  const translated = toAzlinError(error, {
    operation: what,
    action: `Microsoft.Compute/virtualMachines/${action}`,
    resource: vmId,
    signal,
  });
  return translated.code === "NOT_FOUND" ? vmNotFound(vmId) : translated;
}

import { ArmError } from "../../../arm/arm-error.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import { powerOf, vmInternals } from "./power.ts";

/**
 * What needs the guest needs a VM that runs, and an agent that answers.
 *
 * @throws ArmError (`OperationNotAllowed`, `VMAgentStatusCommunicationError`).
 */
export function requireRunning(vm: StoredResource, operation: string): void {
  refuseIfGeneralized(vm, operation);
  if (powerOf(vm) !== "running") throw notRunning();
  if (vmInternals(vm).crashed !== true) return;
  throw new ArmError(
    409,
    "VMAgentStatusCommunicationError",
    `VM '${vm.body.name}' has not reported status for VM agent or extensions. Verify that the OS is up and healthy, the VM ` +
      "has a running VM agent, and that it can establish outbound connections to Azure storage.",
    { cause: "service" },
  );
}

/** Refuses what a generalized VM can no longer do. */
export function refuseIfGeneralized(vm: StoredResource, operation: string): void {
  if (vmInternals(vm).generalized !== true) return;
  throw new ArmError(
    409,
    "OperationNotAllowed",
    `Operation '${operation}' is not allowed on VM '${vm.body.name}' since the VM is generalized.`,
    { cause: "service" },
  );
}

/** Azure's answer to what needs a running VM. */
export function notRunning(): ArmError {
  return new ArmError(409, "OperationNotAllowed", "The operation requires the VM to be running (or set to run).", {
    cause: "service",
  });
}

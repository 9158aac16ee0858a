import { ValidationError } from "@azlin/core";
import { pickVm, type FleetVm, type VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";
import { listFleet } from "./list-fleet.ts";

/** A VM that runs, and the fleet it was found in. */
export interface FoundVm {
  readonly vm: FleetVm;
  readonly fleet: readonly FleetVm[];
}

/**
 * The VM that the user named, by id, name, session or address, with its state and addresses; also one that azlin does
 * not manage.
 *
 * @throws NotFoundError (`VM_NOT_FOUND`), ValidationError (`AMBIGUOUS_VM`) with the candidates.
 */
async function findFleetVm(azure: VmAzure, text: string, context: Context): Promise<FoundVm> {
  const fleet = await listFleet(azure, context, { includeUnmanaged: true });
  const vm = pickVm(fleet, text, context);
  if (vm.session === text && vm.name !== text) context.note(`Resolved session '${text}' to VM '${vm.name}'.`);
  return { vm, fleet };
}

/**
 * {@link findFleetVm} for what needs a VM that runs.
 *
 * @throws ValidationError (`VM_NOT_RUNNING`) too. A state that could not be read is no reason not to try.
 */
export async function findRunningVm(azure: VmAzure, text: string, context: Context): Promise<FoundVm> {
  const found = await findFleetVm(azure, text, context);
  return { ...found, vm: requireRunning(found.vm) };
}

/**
 * The VM, if it runs.
 *
 * @throws ValidationError (`VM_NOT_RUNNING`). A state that could not be read is no reason not to try.
 */
export function requireRunning(vm: FleetVm): FleetVm {
  const { name, powerState } = vm;
  if (powerState === "running" || powerState === "unknown") return vm;
  throw new ValidationError("VM_NOT_RUNNING", `VM '${name}' is ${powerState}.`, {
    hint: `Start it with 'azlin start ${name}'.`,
    details: { vm: vm.id, powerState },
  });
}

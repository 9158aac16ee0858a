import { ValidationError } from "@azlin/core";
import type { FleetVm, VmAzure } from "@azlin/vms";
import { findRunningVm } from "../azure/find-fleet-vm.ts";
import { runningVms } from "../azure/running-vms.ts";
import type { Context } from "../context.ts";

/** The VM that was named, or all that run. */
export async function chooseVms(
  azure: VmAzure,
  { vm, all }: { readonly vm: string | undefined; readonly all: boolean },
  context: Context,
): Promise<{ readonly vms: readonly FleetVm[]; readonly fleet: readonly FleetVm[] }> {
  if (vm !== undefined) {
    const found = await findRunningVm(azure, vm, context);
    return { vms: [found.vm], fleet: found.fleet };
  }
  if (!all) {
    throw new ValidationError("VM_REQUIRED", "Which VM?", { hint: "Name one, or say --all for all that run." });
  }
  const { fleet, running } = await runningVms(azure, context);
  return { vms: running, fleet };
}

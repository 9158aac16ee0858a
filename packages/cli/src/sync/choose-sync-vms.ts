import { NotFoundError, ValidationError } from "@azlin/core";
import type { FleetVm, VmAzure } from "@azlin/vms";
import { findRunningVm, type FoundVm } from "../azure/find-fleet-vm.ts";
import { runningVms } from "../azure/running-vms.ts";
import type { Context } from "../context.ts";

/** VMs to bring files to. */
export interface ChosenVms {
  readonly vms: readonly FleetVm[];
  readonly fleet: readonly FleetVm[];
}

/**
 * The VM that was named, or all that run; without either the only one that runs, or the one that a person picks.
 *
 * @throws NotFoundError (`NO_RUNNING_VM`; `VM_NOT_FOUND`); ValidationError (`WHICH_VM` when nobody is there to say;
 * `AMBIGUOUS_VM`, `VM_NOT_RUNNING`).
 */
export async function chooseSyncVms(
  azure: VmAzure,
  { vm, isAll }: { readonly vm: string | undefined; readonly isAll: boolean },
  context: Context,
): Promise<ChosenVms> {
  if (vm !== undefined) return chosen(await findRunningVm(azure, vm, context));
  const { fleet, running } = await runningVms(azure, context);
  if (running.length === 0) {
    throw new NotFoundError("NO_RUNNING_VM", "No running VMs found.", { hint: "Start one with 'azlin start VM'." });
  }
  if (isAll) return { vms: running, fleet };
  if (running.length > 1) return { vms: [await pick(running, context)], fleet };
  context.note(`Auto-selecting VM: ${running[0]!.name}`);
  return { vms: running, fleet };
}

function chosen({ vm, fleet }: FoundVm): ChosenVms {
  return { vms: [vm], fleet };
}

/** Asks until the answer is one of the numbers; an empty line or the end of the input is no answer. */
async function pick(vms: readonly FleetVm[], context: Context): Promise<FleetVm> {
  const menu = vms.map(
    ({ name, session }, index) => `  ${index + 1}. ${name}${session === null ? "" : ` (${session})`}`,
  );
  let question = ["Which VM?", ...menu, `1-${vms.length}:`].join("\n");
  for (;;) {
    const answer = await context.ask(question);
    if (answer === undefined || answer === "") throw nobodySaid(vms);
    const vm = /^\d+$/.test(answer) ? vms[Number(answer) - 1] : undefined;
    if (vm !== undefined) return vm;
    question = `Invalid selection. Please choose 1-${vms.length}:`;
  }
}

function nobodySaid(vms: readonly FleetVm[]): ValidationError {
  return new ValidationError("WHICH_VM", `Several VMs run: ${vms.map(({ name }) => name).join(", ")}.`, {
    hint: "Name one of them, or say --all.",
    details: { candidates: vms.map(({ id }) => id) },
  });
}

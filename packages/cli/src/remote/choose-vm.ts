import { ValidationError } from "@azlin/core";
import type { FleetVm } from "@azlin/vms";
import type { Context } from "../context.ts";

/** Asks which VM is meant, by number; `undefined` means a new one. Asks again until the answer is one of the numbers. */
export async function chooseVm(fleet: readonly FleetVm[], context: Context): Promise<FleetVm | undefined> {
  if (!context.isInteractive) {
    throw new ValidationError("VM_REQUIRED", "Which VM?", {
      hint: "Name one: azlin connect VM. Off a terminal nobody can be asked.",
    });
  }
  context.note(menuOf(fleet, context));
  for (;;) {
    const answer = await context.ask(`Select a VM [0-${fleet.length}]:`);
    const number = /^\d{1,4}$/.test(answer ?? "") ? Number(answer) : Number.NaN;
    if (number === 0) return undefined;
    const chosen = fleet[number - 1];
    if (chosen !== undefined) return chosen;
    // The end of the input is no answer either, and would be asked for ever.
    if (answer === undefined || answer === "") throw nothingChosen();
    context.note(`Invalid selection. Please choose 0-${fleet.length}`);
  }
}

function menuOf(fleet: readonly FleetVm[], context: Context): string {
  const rows = fleet.map(({ name, session, powerState, publicIp, privateIp, location }, index) => [
    index + 1,
    powerState === "running" ? "●" : "○",
    session,
    name,
    powerState,
    publicIp ?? privateIp,
    location,
  ]);
  const columns = ["#", "", "SESSION", "VM", "STATUS", "IP", "REGION"];
  const table = fleet.length === 0 ? "No VMs found.\n" : context.formatTable({ columns, rows });
  return `${table}0  Create new VM`;
}

function nothingChosen(): ValidationError {
  return new ValidationError("VM_REQUIRED", "No VM was chosen.", { hint: "Name one: azlin connect VM." });
}

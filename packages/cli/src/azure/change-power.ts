import { planPower, readPowerState, type PowerAction, type PowerPlan } from "@azlin/vms";
import type { ManagedVm } from "@azlin/tags";
import type { Context } from "../context.ts";
import { planReport } from "../render/plan-report.ts";
import type { Report } from "../render/report.ts";
import { carryOutPower } from "./carry-out-power.ts";
import { findVm, openVmAzure } from "./open-vm-azure.ts";

/** What is asked of which VM. */
export interface PowerRequest {
  readonly vm: string;
  readonly wanted: PowerAction;
  /** `Starting`, for progress. */
  readonly doing: string;
  /** `started`, for the result. */
  readonly done: string;
}

/** Brings a VM into a power state: reads where it is, does what is missing, and tells where it then is. */
export async function changePower(request: PowerRequest, context: Context): Promise<Report> {
  const azure = await openVmAzure(context);
  const vm = await findVm(azure, request.vm, context);
  const powerState = await readPowerState(azure, vm.id, context.operation);
  const plan = planPower({ vmId: vm.id, wanted: request.wanted, powerState });
  if (context.isDryRun) return planReport(plan.action === "none" ? [] : [plan], { from: plan.from });
  if (plan.action === "none") return told(vm, plan, { text: plan.reason, powerState });
  await carryOutPower(azure, { vm, plan, doing: request.doing }, context);
  const reached = await readPowerState(azure, vm.id, context.operation);
  return told(vm, plan, { text: `Success! VM '${vm.name}' ${request.done}.`, powerState: reached });
}

function told(
  vm: ManagedVm,
  { action, from, billing }: PowerPlan,
  { text, powerState }: { readonly text: string; readonly powerState: string },
): Report {
  return {
    json: { vm: vm.name, id: vm.id, action, from, powerState, billing },
    text: [text, ...(billing === null ? [] : [billing])].join("\n"),
  };
}

import { mapConcurrent, type SerializedError } from "@azlin/core";
import { planPower, type FleetVm, type PowerAction, type PowerPlan, type VmAzure } from "@azlin/vms";
import { carryOutPower } from "../azure/carry-out-power.ts";
import { openVmAzure } from "../azure/open-vm-azure.ts";
import type { Context } from "../context.ts";
import { CANCELLED } from "../deletion/delete-vms.ts";
import type { Question } from "../prompt.ts";
import { asAzlinError } from "../render/format-error.ts";
import { planReport } from "../render/plan-report.ts";
import type { Report } from "../render/report.ts";
import type { TaskBoard } from "../render/task-board.ts";
import { batchPowerReport, type BatchPowerResult } from "./batch-power-report.ts";
import { listMatches, noMatches } from "./list-matches.ts";

/** What to do with the power of which VMs. */
export interface BatchPowerRequest {
  readonly wanted: PowerAction;
  /** `Start`, for headings. */
  readonly title: string;
  /** `starting`, for progress. */
  readonly doing: string;
  readonly isMatch: (vm: FleetVm) => boolean;
  /** VMs at once. */
  readonly concurrency: number;
}

interface Planned {
  readonly vm: FleetVm;
  readonly plan: PowerPlan;
}

/** Brings VMs into a power state side by side: lists, plans, asks, applies. One that fails does not stop the others. */
export async function batchPower(request: BatchPowerRequest, context: Context): Promise<Report> {
  const azure = await openVmAzure(context);
  const vms = await listMatches(azure, request.isMatch, context);
  if (vms.length === 0) return noMatches();
  const planned = vms.map((vm): Planned => ({ vm, plan: planOf(vm, request.wanted) }));
  const open = planned.filter(({ plan }) => plan.action !== "none");
  if (context.isDryRun) {
    const unchanged = planned.filter(({ plan }) => plan.action === "none");
    return planReport(
      open.map(({ plan: { action, target, reason } }) => ({ action, target, reason })),
      { unchanged: unchanged.map(({ vm, plan }) => ({ vm: vm.name, id: vm.id, reason: plan.reason })) },
    );
  }
  if (open.length > 0 && !(await context.confirm(questionOf(request, open, context)))) return CANCELLED;
  const results = await context.board(
    planned.map(({ vm }) => vm.name),
    (board) => mapConcurrent(planned, request, (one) => applyOne(one, { azure, request, board, context })),
  );
  return batchPowerReport(request.title, results);
}

function planOf({ id: vmId, powerState }: FleetVm, wanted: PowerAction): PowerPlan {
  return planPower({ vmId, wanted, powerState });
}

function questionOf({ title }: BatchPowerRequest, open: readonly Planned[], context: Context): Question {
  const rows = open.map(({ vm }) => [vm.session, vm.name, vm.powerState, vm.resourceGroup, vm.subscriptionId]);
  const facts = context.formatTable({
    columns: ["SESSION NAME", "VM NAME", "STATUS", "RESOURCE GROUP", "SUBSCRIPTION"],
    rows,
  });
  const billing = open[0]!.plan.billing;
  return {
    facts: billing === null ? facts : `${facts}${billing}`,
    question: `${title} ${open.length === 1 ? "this VM" : `these ${open.length} VMs`}?`,
  };
}

async function applyOne(
  { vm, plan }: Planned,
  run: {
    readonly azure: VmAzure;
    readonly request: BatchPowerRequest;
    readonly board: TaskBoard;
    readonly context: Context;
  },
): Promise<BatchPowerResult> {
  const { board, context } = run;
  const { clock, signal } = context;
  const named = { vm: vm.name, id: vm.id, action: plan.action, from: plan.from, billing: plan.billing };
  if (signal.aborted) return { ...named, ok: false, outcome: "not begun", error: told(signal.reason), durationMs: 0 };
  const startMs = clock.now();
  board.at(vm.name, run.request.doing);
  try {
    await carryOutPower(run.azure, { vm, plan }, context);
    const outcome = plan.action === "none" ? "unchanged" : "done";
    board.end(vm.name, "done", outcome === "done" ? outcome : plan.reason);
    return { ...named, ok: true, outcome, durationMs: clock.now() - startMs };
  } catch (thrown) {
    const error = told(signal.aborted ? signal.reason : thrown);
    board.end(vm.name, "failed", error.message);
    const outcome = signal.aborted ? "under way" : "failed";
    return { ...named, ok: false, outcome, error, durationMs: clock.now() - startMs };
  }
}

function told(error: unknown): SerializedError {
  return asAzlinError(error).toJSON();
}

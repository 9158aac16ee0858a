import { mapConcurrent, parseResourceId, resourceNameOf } from "@azlin/core";
import type { ManagedVm } from "@azlin/tags";
import { gatherDeleteFacts, planDelete, type DeletePlan, type VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";
import { planReport } from "../render/plan-report.ts";
import type { Report } from "../render/report.ts";

const CONCURRENCY = 5;

/**
 * Plans the deletion of VMs with everything that belongs to them.
 *
 * @throws what reading any of them throws: nothing is deleted on half a picture.
 */
export async function planDeletions(
  azure: VmAzure,
  vms: readonly ManagedVm[],
  context: Context,
): Promise<readonly DeletePlan[]> {
  const read = async ({ id }: ManagedVm): Promise<DeletePlan> =>
    planDelete(await gatherDeleteFacts(azure, id, context.operation));
  const options = { concurrency: CONCURRENCY, signal: context.signal };
  return context.progress("Reading what belongs to the VMs", () => mapConcurrent(vms, options, read));
}

/** The plans as `--dry-run` prints them. */
export function deletionReport(plans: readonly DeletePlan[]): Report {
  const steps = plans.flatMap((plan) => plan.steps);
  const kept = plans.flatMap((plan) => plan.kept);
  return {
    ...planReport(steps, { kept }),
    text: plans
      .map((plan) => `[DRY RUN] Would delete VM: ${resourceNameOf(plan.vmId)}\n${deletionFacts(plan)}`)
      .join("\n"),
  };
}

/** What a deletion takes along, for people: where the VM is, and everything that goes or stays. */
export function deletionFacts({ vmId, steps, kept }: DeletePlan): string {
  const { subscriptionId, resourceGroup } = parseResourceId(vmId);
  return [
    `  Subscription:    ${subscriptionId}`,
    `  Resource group:  ${resourceGroup}`,
    ...steps.map(({ kind, target }) => `  ${`${LABELS[kind]}:`.padEnd(16)} ${resourceNameOf(target)}`),
    ...kept.map(({ id, reason }) => `  Stays:           ${resourceNameOf(id)} (${reason})`),
  ].join("\n");
}

const LABELS = {
  vm: "VM",
  networkInterface: "NIC",
  publicIp: "Public IP",
  disk: "Disk",
  networkSecurityGroup: "Security group",
} as const;

import { resourceNameOf } from "@azlin/core";
import type { ManagedVm } from "@azlin/tags";
import type { VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";
import type { Report } from "../render/report.ts";
import { applyDeletions } from "./apply-deletions.ts";
import { deletionFacts, deletionReport, planDeletions } from "./plan-deletions.ts";

/** The answer to a prompt that was declined. */
export const CANCELLED: Report = { json: { cancelled: true }, text: "Cancelled." };

/**
 * Deletes VMs with everything that belongs to them: plans, asks, applies. With `--dry-run` only the plan is printed.
 *
 * @param isForced - do not ask.
 */
export async function deleteVms(
  { azure, vms, isForced }: { readonly azure: VmAzure; readonly vms: readonly ManagedVm[]; readonly isForced: boolean },
  context: Context,
): Promise<Report> {
  const plans = await planDeletions(azure, vms, context);
  if (context.isDryRun) return deletionReport(plans);
  const what = plans.length === 1 ? `VM '${resourceNameOf(plans[0]!.vmId)}'` : `${plans.length} VMs`;
  const isMeant =
    isForced ||
    (await context.confirm({
      facts: [
        ...plans.map((plan) => `VM Details:\n${deletionFacts(plan)}`),
        "This will delete the VM and all associated resources (NICs, disks, IPs). This action cannot be undone.",
      ].join("\n"),
      question: `Delete ${what}?`,
    }));
  return isMeant ? applyDeletions(azure, plans, context) : CANCELLED;
}

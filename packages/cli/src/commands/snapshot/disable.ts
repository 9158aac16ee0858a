import { disableSnapshotSchedule } from "@azlin/vms";
import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin snapshot disable` */
export const snapshotDisable = defineCommand({
  path: "snapshot disable",
  summary: "Take the schedule of snapshots from a VM",
  description: "Snapshots that were taken stay.",
  examples: [["azlin snapshot disable dev", "of the VM or session 'dev'"]],
  arguments: { vm: { description: "name, session or resource id of the VM" } },
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const { id, name } = await findVm(azure, args.vm, context);
    if (context.isDryRun) {
      return planReport([{ action: "delete tag", target: id, reason: "The schedule of snapshots is to go." }]);
    }
    await disableSnapshotSchedule(azure, id, context);
    return { json: { vm: name, id, schedule: null }, text: `Snapshots of '${name}' are no longer scheduled.` };
  },
});

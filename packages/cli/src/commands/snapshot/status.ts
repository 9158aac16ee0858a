import { readSnapshotSchedule, readSnapshotVm } from "@azlin/vms";
import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { gatherSnapshots } from "../../snapshot/gather-snapshots.ts";
import { scheduleReport } from "../../snapshot/schedule-report.ts";

/** `azlin snapshot status` */
export const snapshotStatus = defineCommand({
  path: "snapshot status",
  summary: "Show the schedule of snapshots of a VM",
  examples: [["azlin snapshot status dev", "the schedule, the last one, the next one"]],
  arguments: { vm: { description: "name, session or resource id of the VM" } },
  uses: ["azure", "resourceGroup"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const { id, name } = await findVm(azure, args.vm, context);
    const tags = (await azure.tagsApi.read(id, context)) ?? {};
    const schedule = readSnapshotSchedule(tags) ?? null;
    const vm = await readSnapshotVm(azure, id, context.operation);
    const snapshots = await gatherSnapshots(azure, { vm }, context);
    return scheduleReport({ vm: { id, name, tags }, schedule, snapshots, now: new Date(context.clock.now()) });
  },
});

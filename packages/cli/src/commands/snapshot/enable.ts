import { enableSnapshotSchedule, formatSchedule } from "@azlin/vms";
import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin snapshot enable` */
export const snapshotEnable = defineCommand({
  path: "snapshot enable",
  summary: "Give a VM a schedule of snapshots",
  description:
    "The schedule is a tag of the VM. 'azlin snapshot sync', run by cron or by hand, takes what is due and deletes the " +
    "oldest scheduled snapshots beyond --keep; snapshots taken by hand are never deleted by it.",
  examples: [
    ["azlin snapshot enable dev --every 24", "one a day, the last two stay"],
    ["azlin snapshot enable dev --every 6 --keep 8", "every six hours, eight stay"],
  ],
  arguments: { vm: { description: "name, session or resource id of the VM" } },
  options: {
    every: { kind: "number", value: "HOURS", minimum: 1, maximum: 8_760, description: "how often (default: 24)" },
    keep: { kind: "number", value: "N", minimum: 1, maximum: 100, description: "how many stay (default: 2)" },
  },
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (args, context) => {
    const schedule = { everyHours: args.every ?? 24, keep: args.keep ?? 2 };
    const azure = await openVmAzure(context);
    const { id, name } = await findVm(azure, args.vm, context);
    if (context.isDryRun) {
      const reason = `The schedule is to be '${formatSchedule(schedule)}'.`;
      return planReport([{ action: "merge tags", target: id, reason }]);
    }
    await enableSnapshotSchedule(azure, id, { ...schedule, signal: context.signal });
    return {
      json: { vm: name, id, schedule },
      text: `Snapshots of '${name}' are taken every ${schedule.everyHours} hours, ${schedule.keep} stay.`,
      footer: ["'azlin snapshot sync' takes what is due."],
    };
  },
});

import { dueSnapshots, syncSnapshots } from "@azlin/vms";
import { listFleet } from "../../azure/list-fleet.ts";
import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { gatherSnapshots } from "../../snapshot/gather-snapshots.ts";
import { snapshotSyncPlan, snapshotSyncReport } from "../../snapshot/snapshot-sync-report.ts";

/** `azlin snapshot sync` */
export const snapshotSync = defineCommand({
  path: "snapshot sync",
  summary: "Take the snapshots that are due",
  description:
    "For every VM with a schedule ('azlin snapshot enable'). The oldest scheduled snapshots beyond those to keep go " +
    "once the new one is there. Made for cron: it asks nothing. A schedule that cannot be understood is a failure.",
  examples: [
    ["azlin snapshot sync", "all VMs"],
    ["azlin snapshot sync --vm dev --dry-run", "see what is due for one"],
  ],
  options: {
    vm: { kind: "text", value: "VM", description: "only this VM, by name, session or resource id (default: all)" },
    maxWorkers: { kind: "number", value: "N", minimum: 1, maximum: 64, description: "VMs at once (default: 10)" },
  },
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const vms = args.vm === undefined ? await listFleet(azure, context) : [await findVm(azure, args.vm, context)];
    const snapshots = await gatherSnapshots(azure, { includeForeign: true }, context);
    const sync = dueSnapshots(new Date(context.clock.now()), vms, snapshots);
    if (context.isDryRun) return snapshotSyncPlan(sync);
    const { signal } = context;
    const label = `Taking ${sync.due.length} snapshots`;
    const outcomes = await context.progress(label, () =>
      syncSnapshots(azure, sync, { signal, concurrency: args.maxWorkers ?? 10 }),
    );
    return snapshotSyncReport(sync, outcomes);
  },
});

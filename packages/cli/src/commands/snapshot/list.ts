import { readSnapshotVm } from "@azlin/vms";
import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { gatherSnapshots } from "../../snapshot/gather-snapshots.ts";
import { snapshotsReport } from "../../snapshot/snapshots-report.ts";

/** `azlin snapshot list` */
export const snapshotList = defineCommand({
  path: "snapshot list",
  summary: "List the snapshots of a VM, or of all",
  description: "Also those of VMs that are gone. Costs are by azlin's price table, and the most that they can be.",
  examples: [
    ["azlin snapshot list dev", "those of the VM or session 'dev'"],
    ["azlin snapshot list --rg team -o json", "all of a resource group, for a program"],
  ],
  arguments: { vm: { description: "name, session or resource id of the VM", optional: true } },
  options: { all: { kind: "flag", description: "also snapshots that azlin did not take (of one VM they are shown)" } },
  exclusive: [["vm", "all"]],
  uses: ["azure", "resourceGroup"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const found = args.vm === undefined ? undefined : await findVm(azure, args.vm, context);
    const vm = found && (await readSnapshotVm(azure, found.id, context.operation));
    return snapshotsReport(await gatherSnapshots(azure, { vm, includeForeign: args.all || vm !== undefined }, context));
  },
});

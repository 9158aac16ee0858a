import { openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { gatherOrphans } from "../../orphan/gather-orphans.ts";
import { KIND_OPTION } from "../../orphan/orphan-kind.ts";
import { orphansReport } from "../../orphan/orphans-report.ts";

/** `azlin orphans list` */
export const orphansList = defineCommand({
  path: "orphans list",
  summary: "List what deleted VMs left behind",
  description:
    "NICs, public IPs, security groups, disks and snapshots with azlin's tag that nothing uses, older than an hour. " +
    "Costs are by azlin's price table; an unknown one is not counted as 0.",
  examples: [
    ["azlin orphans list", "all of them, with what they cost a month"],
    ["azlin orphans list --kind disk --rg dev -o json", "disks of one resource group, for a program"],
  ],
  options: { kind: KIND_OPTION },
  uses: ["azure", "resourceGroup"],
  run: async (args, context) => orphansReport(await gatherOrphans(await openVmAzure(context), args.kind, context)),
});

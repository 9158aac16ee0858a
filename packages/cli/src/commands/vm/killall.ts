import { listFleet } from "../../azure/list-fleet.ts";
import { openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { deleteVms } from "../../deletion/delete-vms.ts";

/** `azlin killall` */
export const killall = defineCommand({
  path: "killall",
  summary: "Delete all VMs that azlin manages in a scope",
  description: "VMs that azlin does not manage are never touched, whatever they are called.",
  examples: [
    ["azlin killall --rg dev", "all of one resource group, after a question"],
    ["azlin killall --prefix ci- --dry-run", "see which would go"],
  ],
  options: {
    prefix: { kind: "text", value: "TEXT", description: "only VMs whose names begin with this" },
    force: { kind: "flag", description: "do not ask, as --yes" },
  },
  uses: ["azure", "resourceGroup", "yes", "dryRun"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const prefix = args.prefix?.toLowerCase() ?? "";
    const fleet = await listFleet(azure, context);
    const vms = fleet.filter(({ name }) => name.toLowerCase().startsWith(prefix));
    context.note(`${vms.length} of ${fleet.length} VMs ${prefix === "" ? "in scope" : `begin with '${prefix}'`}.`);
    if (vms.length === 0) {
      return { json: { results: [], summary: { total: 0, succeeded: 0, failed: 0 } }, text: "No VMs found." };
    }
    return deleteVms({ azure, vms, isForced: args.force }, context);
  },
});

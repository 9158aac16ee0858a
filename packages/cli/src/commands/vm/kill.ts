import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { deleteVms } from "../../deletion/delete-vms.ts";

/** `azlin kill` */
export const kill = defineCommand({
  path: "kill",
  summary: "Delete a VM with its NICs, disks and public IPs",
  examples: [
    ["azlin kill dev", "delete the VM or session 'dev', after a question"],
    ["azlin kill dev --dry-run", "see what would go"],
  ],
  arguments: { vm: { description: "name, session or resource id of the VM" } },
  options: { force: { kind: "flag", description: "do not ask, as --yes" } },
  uses: ["azure", "resourceGroup", "yes", "dryRun"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const vm = await findVm(azure, args.vm, context);
    return deleteVms({ azure, vms: [vm], isForced: args.force }, context);
  },
});

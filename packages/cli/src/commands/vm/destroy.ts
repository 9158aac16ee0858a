import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { deleteGroup } from "../../deletion/delete-group.ts";
import { deleteVms } from "../../deletion/delete-vms.ts";

/** `azlin destroy` */
export const destroy = defineCommand({
  path: "destroy",
  summary: "Delete a VM, or its whole resource group",
  examples: [
    ["azlin destroy dev", "delete the VM or session 'dev' with what belongs to it"],
    ["azlin destroy dev --delete-rg --dry-run", "see what its resource group holds"],
  ],
  arguments: { vm: { description: "name, session or resource id of the VM" } },
  options: {
    force: { kind: "flag", description: "do not ask, as --yes" },
    deleteRg: { kind: "flag", description: "delete the VM's resource group with everything in it" },
  },
  uses: ["azure", "resourceGroup", "yes", "dryRun"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const vm = await findVm(azure, args.vm, context);
    if (!args.deleteRg) return deleteVms({ azure, vms: [vm], isForced: args.force }, context);
    return deleteGroup({ azure, vm, isForced: args.force }, context);
  },
});

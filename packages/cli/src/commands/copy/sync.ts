import { openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { openRemote } from "../../remote/open-remote.ts";
import { rememberUse } from "../../remote/remember-use.ts";
import { SIGN_IN_OPTIONS } from "../../remote/sign-in-options.ts";
import { chooseSyncVms } from "../../sync/choose-sync-vms.ts";
import { syncVms } from "../../sync/sync-vms.ts";

/** `azlin sync` */
export const sync = defineCommand({
  path: "sync",
  summary: "Bring the files in ~/.azlin/home to the home directories of VMs",
  description:
    "Dotfiles and the like. Files that are there already are replaced when they differ; none is removed. Keys, " +
    "credentials, tokens and environment files stay here, and are listed with the reason. Without a VM: the only " +
    "one that runs, or the one that you pick.",
  examples: [
    ["azlin sync dev", "to the VM or session 'dev'"],
    ["azlin sync --all", "to every running VM"],
    ["azlin sync --all --dry-run", "see what would go, and what would not"],
  ],
  arguments: { vm: { description: "name, session, address or resource id of the VM", optional: true } },
  options: {
    vmName: { kind: "text", value: "NAME", description: "the VM, as an option" },
    all: { kind: "flag", description: "every running VM in scope" },
    ...SIGN_IN_OPTIONS,
  },
  exclusive: [["vm", "vmName", "all"]],
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const wish = { vm: args.vm ?? args.vmName, isAll: args.all };
    const { vms, fleet } = await chooseSyncVms(azure, wish, context);
    await using remote = await openRemote({ user: args.user, key: args.key, jump: args.jump }, fleet, context);
    const report = await syncVms(vms, remote, context);
    if (!context.isDryRun) await rememberUse(azure, vms, context);
    return report;
  },
});

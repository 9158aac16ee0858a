import { openVmAzure } from "../../azure/open-vm-azure.ts";
import { runningVms } from "../../azure/running-vms.ts";
import { noMatches } from "../../batch/list-matches.ts";
import { defineCommand } from "../../define-command.ts";
import { openRemote } from "../../remote/open-remote.ts";
import { rememberUse } from "../../remote/remember-use.ts";
import { SIGN_IN_OPTIONS } from "../../remote/sign-in-options.ts";
import { ONE_SELECTION, SELECTION_OPTIONS, selectionFilter } from "../../selection/selection.ts";
import { syncVms } from "../../sync/sync-vms.ts";

/** `azlin batch sync` */
export const batchSync = defineCommand({
  path: "batch sync",
  summary: "Bring the files in ~/.azlin/home to several running VMs",
  description:
    "As 'azlin sync' does for one: keys, credentials, tokens and environment files stay here, and are listed with the " +
    "reason. One VM that fails does not stop the others; exit code 1 then.",
  examples: [
    ["azlin batch sync --tag env=dev", "to the running VMs with this tag"],
    ["azlin batch sync --vm-pattern 'ci-*' --dry-run", "see what would go where"],
  ],
  options: { ...SELECTION_OPTIONS, ...SIGN_IN_OPTIONS },
  exclusive: [ONE_SELECTION],
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (args, context) => {
    const isMatch = selectionFilter({ tag: args.tag, vmPattern: args.vmPattern, all: args.all }, batchSync);
    const azure = await openVmAzure(context);
    const { fleet, running } = await runningVms(azure, context, isMatch);
    if (running.length === 0) return noMatches("No running VMs match.");
    await using remote = await openRemote({ user: args.user, key: args.key, jump: args.jump }, fleet, context);
    const report = await syncVms(running, remote, context);
    if (!context.isDryRun) await rememberUse(azure, running, context);
    return report;
  },
});

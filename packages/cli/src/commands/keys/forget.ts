import { KnownHosts } from "@azlin/ssh";
import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin keys forget` */
export const keysForget = defineCommand({
  path: "keys forget",
  summary: "Forget the host key of a VM that was rebuilt",
  description:
    "The next connection pins the key that the VM shows then. Only do this when you know why it has another one.",
  examples: [["azlin keys forget dev", "after its OS disk was replaced"]],
  arguments: { vm: { description: "name, session or resource id of the VM" } },
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const { id, name } = await findVm(azure, args.vm, context);
    const hosts = new KnownHosts(context.home);
    if (context.isDryRun) {
      const pinned = await hosts.keysOf(id);
      const reason = "It was asked for.";
      return planReport(pinned.map(({ fingerprint }) => ({ action: "forget", target: id, reason, fingerprint })));
    }
    const forgotten = await hosts.forget(id);
    const text = forgotten === 0 ? `No host key of '${name}' is pinned.` : `Forgot the host key of '${name}'.`;
    return { json: { vm: name, id, forgotten }, text };
  },
});

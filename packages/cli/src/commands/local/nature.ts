import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import type { Context } from "../../context.ts";
import { defineCommand } from "../../define-command.ts";
import { controlRequest } from "../../local/control-request.ts";
import { localScope } from "../../local/local-scope.ts";
import { planReport } from "../../render/plan-report.ts";

/** What may happen to a VM, and what the control API calls it. */
const ACTS: Readonly<Record<string, string>> = {
  crash: "crash",
  "ssh-down": "sshDown",
  "ssh-up": "sshUp",
  "guest-shutdown": "guestShutdown",
  evict: "evict",
  delete: "deleteExternally",
};

/** `azlin local nature` */
export const localNature = defineCommand({
  path: "local nature",
  summary: "Let something happen to a VM of the local Azure that nobody asked for",
  examples: [["azlin local nature dev crash", "the guest of 'dev' crashes"]],
  arguments: {
    vm: { description: "name, session or resource id of the VM" },
    act: { description: "what happens", choices: Object.keys(ACTS) },
  },
  uses: ["resourceGroup", "dryRun"],
  run: async (args, context: Context) => {
    const { url } = await context.local.require();
    const vm = await findVm(await openVmAzure(await localScope(context)), args.vm, context);
    if (context.isDryRun) return planReport([{ action: args.act, target: vm.id, reason: "It was asked for." }]);
    const path = `vms${vm.id}/${ACTS[args.act]}`;
    await controlRequest(url, { method: "POST", path, signal: context.signal });
    return { json: { vm: vm.name, id: vm.id, act: args.act }, text: `VM '${vm.name}': ${args.act}` };
  },
});

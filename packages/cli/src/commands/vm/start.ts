import { changePower } from "../../azure/change-power.ts";
import { defineCommand } from "../../define-command.ts";

/** `azlin start` */
export const start = defineCommand({
  path: "start",
  summary: "Start a VM",
  examples: [["azlin start dev", "start the VM or session 'dev' and wait until it runs"]],
  arguments: { vm: { description: "name, session or resource id of the VM" } },
  uses: ["azure", "resourceGroup", "dryRun"],
  run: (args, context) => changePower({ vm: args.vm, wanted: "start", doing: "Starting", done: "is running" }, context),
});

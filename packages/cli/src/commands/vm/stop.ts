import { changePower } from "../../azure/change-power.ts";
import { defineCommand } from "../../define-command.ts";

/** `azlin stop` */
export const stop = defineCommand({
  path: "stop",
  summary: "Stop a VM and stop paying for its compute",
  description: "The VM is deallocated. With --no-deallocate it only stops, and is billed like a running one.",
  examples: [
    ["azlin stop dev", "deallocate the VM or session 'dev'"],
    ["azlin stop dev --no-deallocate", "stop it and keep its place on the host"],
  ],
  arguments: { vm: { description: "name, session or resource id of the VM" } },
  options: {
    deallocate: {
      kind: "flag",
      negatable: true,
      description: "give the compute back (default), or keep paying for it",
    },
  },
  uses: ["azure", "resourceGroup", "dryRun"],
  run: (args, context) =>
    args.deallocate === false
      ? changePower({ vm: args.vm, wanted: "stop", doing: "Stopping", done: "is stopped" }, context)
      : changePower({ vm: args.vm, wanted: "deallocate", doing: "Deallocating", done: "is deallocated" }, context),
});

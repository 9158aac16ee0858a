import { openTagManager } from "../../azure/open-tag-manager.ts";
import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { planReport } from "../../render/plan-report.ts";
import { parseTagName } from "../../tag/parse-tag.ts";
import { tagsReport } from "../../tag/tags-report.ts";

/** `azlin tag remove` */
export const tagRemove = defineCommand({
  path: "tag remove",
  summary: "Remove tags from a VM",
  examples: [["azlin tag remove dev tier", "one tag; the others stay"]],
  arguments: {
    vm: { description: "name, session or resource id of the VM" },
    keys: { description: "names of the tags", variadic: true },
  },
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (args, context) => {
    const keys = args.keys.map(parseTagName);
    const vm = await findVm(await openVmAzure(context), args.vm, context);
    if (context.isDryRun) {
      const steps = keys.map((key) => `'${key}' is to go.`);
      return planReport(steps.map((reason) => ({ action: "delete tag", target: vm.id, reason })));
    }
    const tags = await openTagManager(context);
    return tagsReport(vm, await tags.removeTags(vm.id, keys, context.operation));
  },
});

import { openTagManager } from "../../azure/open-tag-manager.ts";
import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { planReport } from "../../render/plan-report.ts";
import { parseTag } from "../../tag/parse-tag.ts";
import { tagsReport } from "../../tag/tags-report.ts";

/** `azlin tag add` */
export const tagAdd = defineCommand({
  path: "tag add",
  summary: "Add or change tags of a VM",
  description: "Other tags stay as they are, also when somebody else writes them at the same moment.",
  examples: [["azlin tag add dev team=core tier=gold", "two tags at once"]],
  arguments: {
    vm: { description: "name, session or resource id of the VM" },
    tags: { description: "the tags, as KEY=VALUE", variadic: true },
  },
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (args, context) => {
    const added = args.tags.map(parseTag);
    const vm = await findVm(await openVmAzure(context), args.vm, context);
    if (context.isDryRun) {
      const steps = added.map(([name, value]) => `'${name}' is to be '${value}'.`);
      return planReport(steps.map((reason) => ({ action: "merge tags", target: vm.id, reason })));
    }
    const tags = await openTagManager(context);
    return tagsReport(vm, await tags.mergeTags(vm.id, Object.fromEntries(added), context.operation));
  },
});

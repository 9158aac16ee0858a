import { vmNotFound } from "@azlin/tags";
import { openTagManager } from "../../azure/open-tag-manager.ts";
import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { tagsReport } from "../../tag/tags-report.ts";

/** `azlin tag list` */
export const tagList = defineCommand({
  path: "tag list",
  summary: "Show the tags of a VM",
  examples: [["azlin tag list dev -o json", "for a program"]],
  arguments: { vm: { description: "name, session or resource id of the VM" } },
  uses: ["azure", "resourceGroup"],
  run: async (args, context) => {
    const vm = await findVm(await openVmAzure(context), args.vm, context);
    const tags = await (await openTagManager(context)).getTags(vm.id, context.operation);
    if (tags === undefined) throw vmNotFound(vm.id);
    return tagsReport(vm, tags);
  },
});

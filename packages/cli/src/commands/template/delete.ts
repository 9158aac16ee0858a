import { deleteTemplate } from "@azlin/vms";
import { defineCommand } from "../../define-command.ts";
import { CANCELLED } from "../../deletion/delete-vms.ts";
import { planReport } from "../../render/plan-report.ts";
import { requireTemplate, templatesDirectory } from "../../template/stored-template.ts";

/** `azlin template delete` */
export const templateDelete = defineCommand({
  path: "template delete",
  summary: "Delete a template",
  description: "VMs that were made from it stay.",
  examples: [["azlin template delete gpu --force", "without a question"]],
  arguments: { name: { description: "name of the template" } },
  options: { force: { kind: "flag", description: "do not ask, as --yes" } },
  uses: ["yes", "dryRun"],
  run: async (args, context) => {
    const name = args.name;
    const path = await requireTemplate(name, context);
    if (context.isDryRun) return planReport([{ action: "delete", target: path, reason: "It was asked for." }]);
    const question = { facts: `  Template:  ${path}`, question: `Delete template '${name}'?` };
    if (!args.force && !(await context.confirm(question))) return CANCELLED;
    await deleteTemplate(templatesDirectory(context), name);
    return { json: { name, path, deleted: true }, text: `Deleted template '${name}'.` };
  },
});

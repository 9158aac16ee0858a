import { listTemplates, type StoredTemplate } from "@azlin/vms";
import { defineCommand } from "../../define-command.ts";
import { templatesDirectory } from "../../template/stored-template.ts";
import { templateJson } from "../../template/template-json.ts";

/** `azlin template list` */
export const templateList = defineCommand({
  path: "template list",
  summary: "List the templates of VMs",
  description: "A file that cannot be used is named with what is wrong with it.",
  examples: [["azlin template list -o json", "for a program"]],
  run: async (_args, context) => {
    const found: StoredTemplate[] = [];
    for await (const one of listTemplates(templatesDirectory(context))) found.push(one);
    return {
      json: found.map((one) => ("template" in one ? templateJson(one.template) : one)),
      table: {
        columns: ["NAME", "VM SIZE", "REGION", "DESCRIPTION"],
        rows: found.map((one) => {
          if (!("template" in one)) return [one.name, null, null, one.problem];
          const { vmSize, region, description } = one.template;
          return [one.name, vmSize, region, description];
        }),
      },
      footer: [found.length === 0 ? "No templates found." : `Total: ${found.length}`],
      failed: found.some((one) => "problem" in one),
    };
  },
});

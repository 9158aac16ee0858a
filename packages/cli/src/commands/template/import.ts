import { resolve } from "node:path";
import { createTemplate, readTemplateFile } from "@azlin/vms";
import { defineCommand } from "../../define-command.ts";
import { planReport } from "../../render/plan-report.ts";
import { planTemplate, templatesDirectory } from "../../template/stored-template.ts";
import { templateJson } from "../../template/template-json.ts";

/** `azlin template import` */
export const templateImport = defineCommand({
  path: "template import",
  summary: "Take a template from a file",
  description: "Its name is the one in the file. Keys that azlin does not know are kept.",
  examples: [
    ["azlin template import gpu.yaml", "as somebody exported it"],
    ["azlin template import gpu.yaml --force", "in the place of the one that is there"],
  ],
  arguments: { file: { description: "file with the template" } },
  options: { force: { kind: "flag", description: "replace a template of this name" } },
  uses: ["dryRun"],
  run: async (args, context) => {
    const file = resolve(args.file);
    const template = await readTemplateFile(file);
    const plan = await planTemplate(template, { replace: args.force }, context);
    if (context.isDryRun) return planReport([plan]);
    await createTemplate(templatesDirectory(context), template, { replace: args.force });
    return { json: templateJson(template), text: `Imported template '${template.name}' from ${file}` };
  },
});

import { exportTemplate } from "@azlin/vms";
import { defineCommand } from "../../define-command.ts";
import { writeUserFile } from "../../files/write-user-file.ts";
import { planReport } from "../../render/plan-report.ts";
import { newFilePath } from "../../template/new-file-path.ts";
import { requireTemplate, templatesDirectory } from "../../template/stored-template.ts";

/** `azlin template export` */
export const templateExport = defineCommand({
  path: "template export",
  summary: "Write a template to a file, to be given to somebody",
  description: "The file can be read by its owner alone, as its cloud-init may hold secrets.",
  examples: [
    ["azlin template export gpu gpu.yaml", "as a file of its own"],
    ["azlin template export gpu gpu.yaml --force", "also over a file that is there"],
  ],
  arguments: { name: { description: "name of the template" }, file: { description: "where to write it" } },
  options: { force: { kind: "flag", description: "replace a file that is there" } },
  uses: ["dryRun"],
  run: async (args, context) => {
    const name = args.name;
    await requireTemplate(name, context);
    const file = await newFilePath(args.file, { replace: args.force });
    if (context.isDryRun) return planReport([{ action: "create", target: file, reason: `A copy of '${name}'.` }]);
    const text = await exportTemplate(templatesDirectory(context), name);
    await writeUserFile({ path: file, text, mode: 0o600, isForced: args.force });
    return { json: { name, file }, text: `Exported template '${name}' to ${file}` };
  },
});

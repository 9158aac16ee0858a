import { checkTemplateName, createTemplate, formatTemplate, parseTemplate, type VmTemplate } from "@azlin/vms";
import type { Context } from "../../context.ts";
import { defineCommand } from "../../define-command.ts";
import { planReport } from "../../render/plan-report.ts";
import { readCloudInit } from "../../template/read-cloud-init.ts";
import { planTemplate, templatesDirectory } from "../../template/stored-template.ts";
import { templateJson } from "../../template/template-json.ts";

/** `azlin template create` */
export const templateCreate = defineCommand({
  path: "template create",
  summary: "Keep size, region and cloud-init of VMs under a name",
  description: "On a terminal azlin asks for what is not given; off it, or for an empty answer, the defaults count.",
  examples: [
    ["azlin template create gpu --vm-size Standard_NC6s_v3 --region westus2", "without a question"],
    ["azlin template create web --cloud-init web.yaml", "with cloud-init of one's own"],
  ],
  arguments: { name: { description: "name of the template" } },
  options: {
    description: { kind: "text", value: "TEXT", description: "what it is for (default: empty)" },
    vmSize: { kind: "text", value: "SIZE", description: "size of the VMs (config default_vm_size)" },
    region: { kind: "text", value: "NAME", description: "where to create them (config default_region)" },
    cloudInit: { kind: "text", value: "FILE", description: "cloud-init to add (default: none)" },
    force: { kind: "flag", description: "replace a template of this name" },
  },
  uses: ["dryRun"],
  run: async (args, context) => {
    const name = checkTemplateName(args.name);
    const cloudInit = args.cloudInit === undefined ? undefined : await readCloudInit(args.cloudInit);
    const settings = await context.settings();
    const template: VmTemplate = {
      name,
      vmSize: args.vmSize ?? (await answer("VM size", settings.defaultVmSize, context)),
      region: args.region ?? (await answer("Region", settings.defaultRegion, context)),
      description: args.description ?? (await answer("Description", "", context)),
      ...(cloudInit !== undefined && { cloudInit }),
      customMetadata: {},
      unknown: {},
    };
    parseTemplate(formatTemplate(template));
    const plan = await planTemplate(template, { replace: args.force }, context);
    if (context.isDryRun) return planReport([plan]);
    await createTemplate(templatesDirectory(context), template, { replace: args.force });
    return { json: templateJson(template), text: `Created template '${name}': ${plan.target}` };
  },
});

async function answer(what: string, usual: string, context: Context): Promise<string> {
  const text = await context.ask(`${what}${usual === "" ? "" : ` [${usual}]`}:`);
  return text === undefined || text === "" ? usual : text;
}

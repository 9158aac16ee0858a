import { parseSessionName } from "@azlin/tags";
import { openTagManager } from "../../azure/open-tag-manager.ts";
import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import type { Context } from "../../context.ts";
import { defineCommand } from "../../define-command.ts";
import { planReport } from "../../render/plan-report.ts";
import type { Report } from "../../render/report.ts";
import { forgetSession } from "../../session/forget-session.ts";
import { showSession } from "../../session/show-session.ts";

/** `azlin session` */
export const session = defineCommand({
  path: "session",
  summary: "Show, set or clear the session name of a VM",
  description: "The name is a tag of the VM, so that everybody sees it. No two VMs in scope can have the same.",
  examples: [
    ["azlin session azlin-vm-1", "show it"],
    ["azlin session azlin-vm-1 dev", "name it 'dev'"],
    ["azlin session azlin-vm-1 --clear", "take the name away"],
  ],
  arguments: {
    vm: { description: "name, session or resource id of the VM" },
    name: { description: "the session name: letters, digits, '_' and '-'", optional: true },
  },
  options: { clear: { kind: "flag", description: "take the name away" } },
  exclusive: [["clear", "name"]],
  uses: ["azure", "resourceGroup", "dryRun"],
  run: (args, context) => {
    if (args.clear) return clear(args.vm, context);
    return args.name === undefined ? showSession(args.vm, context) : set(args.vm, args.name, context);
  },
});

async function set(text: string, name: string, context: Context): Promise<Report> {
  parseSessionName(name);
  const vm = await findVm(await openVmAzure(context), text, context);
  if (context.isDryRun) {
    return planReport([{ action: "merge tags", target: vm.id, reason: `The session is to be '${name}'.` }]);
  }
  const tags = await openTagManager(context);
  await context.progress(`Naming VM '${vm.name}'`, () => tags.setSessionName(vm.id, name, context.operation));
  return {
    json: { vm: vm.name, session: name, source: "tag" },
    text: `Set session name for '${vm.name}' to '${name}'`,
  };
}

async function clear(text: string, context: Context): Promise<Report> {
  const vm = await findVm(await openVmAzure(context), text, context);
  if (context.isDryRun) {
    return planReport([{ action: "delete tag", target: vm.id, reason: "The session name is to go." }]);
  }
  const tags = await openTagManager(context);
  await tags.deleteSessionName(vm.id, context.operation);
  await forgetSession(vm.name, context);
  return { json: { vm: vm.name, session: null, source: null }, text: `Cleared session name for VM '${vm.name}'` };
}

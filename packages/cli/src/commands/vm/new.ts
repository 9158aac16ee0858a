import { ValidationError } from "@azlin/core";
import { CLOUD_INIT_TOOLS, cloudInit, planProvision, readProvisionFacts, type CloudInitTool } from "@azlin/vms";
import { openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { CANCELLED } from "../../deletion/delete-vms.ts";
import { confirmMany } from "../../provision/confirm-many.ts";
import { namedTemplate } from "../../provision/placement.ts";
import { provision } from "../../provision/provision.ts";
import { provisionPlanReport } from "../../provision/provision-report.ts";
import { ADMIN_USERNAME, provisionRequest } from "../../provision/provision-request.ts";
import { vmKey } from "../../ssh/vm-key.ts";
import { readCloudInit } from "../../template/read-cloud-init.ts";

const NO_TOOLS = "none";

/** `azlin new` */
export const newCommand = defineCommand({
  path: "new",
  summary: "Create a VM, or several",
  description:
    "Network, security group, public IP and NIC come with it, and go with it. Waits until one can sign in and cloud-init " +
    "has installed the tools; then this terminal goes to the VM. Also: azlin vm, azlin create.",
  examples: [
    ["azlin new --name dev", "a VM and session 'dev' in the default region"],
    ["azlin new --name ci --pool 3 --dry-run", "see what three VMs would need"],
    ["azlin new --repo https://github.com/octocat/hello-world", "with a repository in its home"],
    ["azlin new --template gpu -- ./train.sh", "from a template, and run something there"],
  ],
  options: {
    name: { kind: "text", value: "NAME", description: "name of the VM, and of its session" },
    template: { kind: "text", value: "NAME", description: "size, region and cloud-init of this template" },
    vmSize: { kind: "text", value: "SIZE", description: "size of the VM (config default_vm_size)" },
    region: { kind: "text", value: "NAME", description: "where to create it (config default_region)" },
    pool: { kind: "number", value: "N", minimum: 1, maximum: 100, description: "create so many, numbered" },
    sshKey: { kind: "text", value: "PATH", description: "public key that may sign in (default: ~/.ssh/azlin_key.pub)" },
    osDiskSize: { kind: "number", value: "GB", minimum: 30, maximum: 4_095, description: "size of the OS disk" },
    tools: {
      kind: "list",
      value: "NAME",
      choices: [...CLOUD_INIT_TOOLS, NO_TOOLS],
      description: "what to install; may be repeated (default: everything)",
    },
    cloudInit: { kind: "text", value: "FILE", description: "cloud-init of your own, done after azlin's" },
    repo: { kind: "text", value: "URL", description: "GitHub repository to clone into the home" },
    wait: { kind: "flag", negatable: true, description: "wait until it can be used (default), or not" },
    sshTimeout: {
      kind: "number",
      value: "SECONDS",
      minimum: 1,
      description: "wait so long until one can sign in (default: 300 to 600, by size)",
    },
    cloudInitTimeout: {
      kind: "number",
      value: "SECONDS",
      minimum: 1,
      description: "wait so long for cloud-init (default: 1800)",
    },
    autoConnect: { kind: "flag", negatable: true, description: "connect to a single VM at the end (default), or not" },
    user: { kind: "text", value: "NAME", description: "whom to sign in as (config ssh_user)" },
    jump: { kind: "text", value: "VM", description: "VM to go through (config ssh_jump_host)" },
  },
  rest: {
    value: "CMD",
    description: "what to run on it when it is ready; its exit code is the result",
    optional: true,
  },
  uses: ["azure", "resourceGroup", "yes", "dryRun"],
  run: async (args, context) => {
    if (args.wait === false && (args.repo !== undefined || args.rest.length > 0)) throw needsWaiting();
    const template = await namedTemplate(args.template, context);
    const own = args.cloudInit === undefined ? template?.cloudInit : await readCloudInit(args.cloudInit);
    const customData = cloudInit({
      adminUsername: ADMIN_USERNAME,
      ...toolsOf(args.tools),
      ...(own !== undefined && { extra: own }),
    });
    const key = await vmKey(args.sshKey, context);
    const azure = await openVmAzure(context);
    const wishes = { name: args.name, vmSize: args.vmSize, region: args.region, pool: args.pool, template };
    const more = { osDiskGb: args.osDiskSize, sshPublicKey: key.publicKey, customData, command: args.rest };
    const request = await provisionRequest({ ...wishes, ...more }, azure, context);
    const facts = await context.progress("Checking size and quota", () =>
      readProvisionFacts(azure, request, context.operation),
    );
    const plan = planProvision(request, facts);
    for (const note of plan.notes) context.note(note);
    if (context.isDryRun) return provisionPlanReport(plan, key);
    if (!(await confirmMany(plan, context))) return CANCELLED;
    const access = { user: args.user, jump: args.jump, key: key.path };
    const after = { repository: args.repo, command: args.rest, isConnecting: args.autoConnect !== false };
    const budgets = { sshSeconds: args.sshTimeout, cloudInitSeconds: args.cloudInitTimeout };
    return provision({ azure, plan, access, isWaiting: args.wait !== false, budgets, ...after }, context);
  },
});

function needsWaiting(): ValidationError {
  return new ValidationError("WAITING_NEEDED", "What is to be done on the VM can only be done when it is ready.", {
    hint: "Leave out --no-wait, or --repo and the command.",
  });
}

function toolsOf(tools: readonly string[]): { tools?: readonly CloudInitTool[] } {
  if (tools.length === 0) return {};
  return { tools: tools.filter((tool) => tool !== NO_TOOLS) as readonly CloudInitTool[] };
}

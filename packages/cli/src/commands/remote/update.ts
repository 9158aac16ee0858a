import { updateTools } from "@azlin/vms";
import { defineCommand } from "../../define-command.ts";
import { runUpdate, type UpdatePlace } from "../../update/run-update.ts";

const DEFAULT_TOOL_SECONDS = 300;
const DEFAULT_WORKERS = 10;

/** `azlin update` */
export const update = defineCommand({
  path: "update",
  summary: "Bring the tools of a VM up to date",
  description:
    "Packages of the system, az, gh extensions, global npm packages, rustup, uv: one after the other on a VM, VMs side " +
    "by side. What a VM does not have is left out. Exit code 0: everything succeeded, 1: some of it failed, 2: all of it.",
  examples: [
    ["azlin update dev", "one VM"],
    ["azlin update --all --max-workers 5", "all that run, five at once"],
  ],
  arguments: { vm: { description: "name, session, address or resource id of the VM", optional: true } },
  options: {
    all: { kind: "flag", description: "all running VMs in scope" },
    toolTimeout: {
      kind: "number",
      value: "SECONDS",
      minimum: 1,
      description: `time for each tool; the system's packages get at least 600 (default: ${DEFAULT_TOOL_SECONDS})`,
    },
    maxWorkers: {
      kind: "number",
      value: "N",
      minimum: 1,
      maximum: 256,
      description: `VMs at once (default: ${DEFAULT_WORKERS})`,
    },
    user: { kind: "text", value: "NAME", description: "whom to sign in as (config ssh_user)" },
    key: { kind: "text", value: "PATH", description: "private key to sign in with (config ssh_key)" },
    jump: { kind: "text", value: "VM", description: "VM to go through (config ssh_jump_host)" },
  },
  exclusive: [["vm", "all"]],
  uses: ["azure", "resourceGroup", "dryRun"],
  run: (args, context) => {
    const toolTimeoutMs = (args.toolTimeout ?? DEFAULT_TOOL_SECONDS) * 1_000;
    const { signal } = context;
    const request = {
      vm: args.vm,
      all: args.all,
      access: { user: args.user, key: args.key, jump: args.jump },
      concurrency: args.maxWorkers ?? DEFAULT_WORKERS,
      update: ({ shell, target, onTool }: UpdatePlace) => updateTools(shell, target, { toolTimeoutMs, onTool, signal }),
    };
    return runUpdate(request, context);
  },
});

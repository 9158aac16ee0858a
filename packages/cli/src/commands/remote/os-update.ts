import { updateOs } from "@azlin/vms";
import { defineCommand } from "../../define-command.ts";
import { runUpdate, type UpdatePlace } from "../../update/run-update.ts";

const DEFAULT_SECONDS = 900;
const DEFAULT_WORKERS = 10;

/** `azlin os-update` */
export const osUpdate = defineCommand({
  path: "os-update",
  summary: "Bring the packages of a VM's system up to date",
  description:
    "apt-get update and upgrade; waits up to 10 minutes for another apt to end. Says when the VM has to be restarted.",
  examples: [
    ["azlin os-update dev", "one VM"],
    ["azlin os-update --all --dry-run", "see which VMs are meant"],
  ],
  arguments: { vm: { description: "name, session, address or resource id of the VM", optional: true } },
  options: {
    all: { kind: "flag", description: "all running VMs in scope" },
    updateTimeout: {
      kind: "number",
      value: "SECONDS",
      minimum: 1,
      description: `time for a VM (default: ${DEFAULT_SECONDS})`,
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
    const timeoutMs = (args.updateTimeout ?? DEFAULT_SECONDS) * 1_000;
    const { signal } = context;
    const request = {
      vm: args.vm,
      all: args.all,
      access: { user: args.user, key: args.key, jump: args.jump },
      concurrency: args.maxWorkers ?? DEFAULT_WORKERS,
      update: async ({ shell, target }: UpdatePlace) => [await updateOs(shell, target, { timeoutMs, signal })],
    };
    return runUpdate(request, context);
  },
});

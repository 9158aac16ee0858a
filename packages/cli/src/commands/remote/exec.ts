import { defineCommand } from "../../define-command.ts";
import { runOnRunningVms } from "../../remote/run-on-running-vms.ts";
import { DEFAULT_WORKERS } from "../../remote/run-on-vms.ts";
import { vmResultsReport } from "../../remote/vm-results-report.ts";

/** `azlin exec -- CMD`, and `azlin -- CMD` for short */
export const exec = defineCommand({
  path: "exec",
  summary: "Run a command on all running VMs",
  description:
    "'azlin -- CMD' is short for it. Words reach the VMs as they are: nothing is split, joined or expanded again. " +
    "Exit code 0 only if it is that on every VM.",
  examples: [
    ["azlin -- nvidia-smi", "on every running VM in scope"],
    ["azlin exec --rg ci --max-workers 20 -- df -h /", "in one resource group, 20 VMs at once"],
    ["azlin -- sh -c 'uptime | tail -1'", "with a shell of its own"],
  ],
  options: {
    user: { kind: "text", value: "NAME", description: "whom to sign in as (config ssh_user)" },
    key: { kind: "text", value: "PATH", description: "private key to sign in with (config ssh_key)" },
    jump: { kind: "text", value: "VM", description: "VM to go through (config ssh_jump_host)" },
    maxWorkers: {
      kind: "number",
      value: "N",
      minimum: 1,
      maximum: 256,
      description: `VMs at once (default: ${DEFAULT_WORKERS})`,
    },
    commandTimeout: {
      kind: "number",
      value: "SECONDS",
      minimum: 1,
      description: "end the command on a VM after this time (default: 300)",
    },
  },
  rest: { value: "CMD", description: "the command and its arguments" },
  uses: ["azure", "resourceGroup"],
  run: async (args, context) => {
    const wishes = { user: args.user, key: args.key, jump: args.jump };
    const run = {
      command: args.rest,
      label: `running '${args.rest[0]}'`,
      timeoutMs: (args.commandTimeout ?? 300) * 1_000,
      isUse: true,
      concurrency: args.maxWorkers ?? DEFAULT_WORKERS,
    };
    return vmResultsReport(await runOnRunningVms(run, wishes, context));
  },
});

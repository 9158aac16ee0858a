import { ValidationError } from "@azlin/core";
import { findRunningVm } from "../../azure/find-fleet-vm.ts";
import { openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { openRemote } from "../../remote/open-remote.ts";
import { openVmShell } from "../../remote/open-vm-shell.ts";
import { runOnVms } from "../../remote/run-on-vms.ts";
import { vmResultsReport } from "../../remote/vm-results-report.ts";

/** As good as none: whoever wants less says so with --timeout. */
const COMMAND_TIMEOUT_MS = 24 * 60 * 60 * 1_000;
const DEFAULT_TMUX_SESSION = "azlin";
/** What ssh itself says when a connection fails. */
const SSH_FAILED = 255;

/** `azlin connect` */
export const connect = defineCommand({
  path: "connect",
  summary: "Open a shell on a VM",
  description:
    "In a tmux session named like the VM's session, so that work outlives the connection. When the connection is lost " +
    "azlin offers to reconnect. Ends with the exit code of the remote side.",
  examples: [
    ["azlin connect dev", "the VM or session 'dev'"],
    ["azlin connect dev --no-tmux", "a plain shell"],
    ["azlin connect dev -- make test", "run a command there, with this terminal"],
  ],
  arguments: { vm: { description: "name, session, address or resource id of the VM" } },
  options: {
    tmux: { kind: "flag", negatable: true, description: "use tmux (default), or not" },
    tmuxSession: { kind: "text", value: "NAME", description: "tmux session (default: the VM's session, else 'azlin')" },
    user: { kind: "text", value: "NAME", description: "whom to sign in as (config ssh_user)" },
    key: { kind: "text", value: "PATH", description: "private key to sign in with (config ssh_key)" },
    jump: { kind: "text", value: "VM", description: "VM to go through (config ssh_jump_host)" },
    forwardAgent: { kind: "flag", description: "let the VM use the local ssh-agent" },
    reconnect: { kind: "flag", negatable: true, description: "offer to reconnect (default), or not" },
    maxRetries: {
      kind: "number",
      value: "N",
      minimum: 0,
      maximum: 100,
      description: "reconnects at most (default: 3)",
    },
  },
  rest: { value: "CMD", description: "what to run instead of a shell", optional: true },
  uses: ["azure", "resourceGroup"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const { vm, fleet } = await findRunningVm(azure, args.vm, context);
    await using remote = await openRemote({ user: args.user, key: args.key, jump: args.jump }, fleet, context);
    if (context.globals.output === "json" || context.globals.output === "csv") {
      if (args.rest.length === 0) throw noShellInReports();
      const run = { vms: [vm], command: args.rest, label: `running '${args.rest[0]}'`, timeoutMs: COMMAND_TIMEOUT_MS };
      return vmResultsReport(await runOnVms(run, remote, context));
    }
    const session = args.tmuxSession ?? vm.session ?? DEFAULT_TMUX_SESSION;
    const exit = await openVmShell(
      vm,
      {
        azure,
        remote,
        command: args.rest,
        tmuxSession: args.tmux === false ? undefined : session,
        isAgentForwarded: args.forwardAgent,
        maxRetries: args.reconnect === false ? 0 : (args.maxRetries ?? 3),
      },
      context,
    );
    const { exitCode, signal } = exit;
    return { json: { vm: vm.name, id: vm.id, exitCode, signal }, text: "", exitCode: exitCode ?? SSH_FAILED };
  },
});

function noShellInReports(): ValidationError {
  return new ValidationError("COMMAND_REQUIRED", "A shell cannot be printed as a report.", {
    hint: "Say what to run: azlin connect VM -o json -- CMD",
  });
}

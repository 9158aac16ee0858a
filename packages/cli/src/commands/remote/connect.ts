import { ValidationError } from "@azlin/core";
import type { FleetVm, VmAzure } from "@azlin/vms";
import type { Context } from "../../context.ts";
import { findRunningVm, requireRunning, type FoundVm } from "../../azure/find-fleet-vm.ts";
import { listFleet } from "../../azure/list-fleet.ts";
import { openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { parseArguments } from "../../parse-arguments.ts";
import { chooseVm } from "../../remote/choose-vm.ts";
import { openRemote, type Remote } from "../../remote/open-remote.ts";
import { openVmShell } from "../../remote/open-vm-shell.ts";
import { runOnVms } from "../../remote/run-on-vms.ts";
import { vmResultsReport } from "../../remote/vm-results-report.ts";
import type { Report } from "../../render/report.ts";

/** As good as none: whoever wants less says so with --timeout. */
const COMMAND_TIMEOUT_MS = 24 * 60 * 60 * 1_000;
const DEFAULT_TMUX_SESSION = "azlin";
/** What ssh itself says when a connection fails. */
const DEFAULT_RETRIES = 3;
const SSH_FAILED = 255;

/** `azlin connect` */
export const connect = defineCommand({
  path: "connect",
  summary: "Open a shell on a VM",
  description:
    "In a tmux session named like the VM's session, so that work outlives the connection. When the connection is lost " +
    "azlin offers to reconnect. Ends with the exit code of the remote side.",
  examples: [
    ["azlin connect", "choose from a list"],
    ["azlin connect dev", "the VM or session 'dev'"],
    ["azlin connect dev --no-tmux", "a plain shell"],
    ["azlin connect dev -- make test", "run a command there, with this terminal"],
  ],
  arguments: { vm: { description: "name, session, address or resource id of the VM (default: ask)", optional: true } },
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
    const found = await findOrChoose(azure, args.vm, context);
    if (found === undefined) return newVm(context);
    const { vm, fleet } = found;
    await using remote = await openRemote({ user: args.user, key: args.key, jump: args.jump }, fleet, context);
    if (context.globals.output === "json" || context.globals.output === "csv") {
      return await reportOf(vm, { command: args.rest, remote }, context);
    }
    const session = args.tmuxSession ?? vm.session ?? DEFAULT_TMUX_SESSION;
    const shell = {
      azure,
      remote,
      command: args.rest,
      tmuxSession: args.tmux === false ? undefined : session,
      isAgentForwarded: args.forwardAgent,
      maxRetries: args.reconnect === false ? 0 : (args.maxRetries ?? DEFAULT_RETRIES),
    };
    const { exitCode, signal } = await openVmShell(vm, shell, context);
    return { json: { vm: vm.name, id: vm.id, exitCode, signal }, text: "", exitCode: exitCode ?? SSH_FAILED };
  },
});

/** What a command did on a VM, for programs. */
async function reportOf(
  vm: FleetVm,
  { command, remote }: { readonly command: readonly string[]; readonly remote: Remote },
  context: Context,
): Promise<Report> {
  if (command.length === 0) throw noShellInReports();
  const run = { vms: [vm], command, label: `running '${command[0]}'`, timeoutMs: COMMAND_TIMEOUT_MS };
  return vmResultsReport(await runOnVms(run, remote, context));
}

/** `undefined` when a new VM is wanted. */
async function findOrChoose(azure: VmAzure, vm: string | undefined, context: Context): Promise<FoundVm | undefined> {
  if (vm !== undefined) return findRunningVm(azure, vm, context);
  const fleet = await listFleet(azure, context);
  const chosen = await chooseVm(fleet, context);
  return chosen === undefined ? undefined : { vm: requireRunning(chosen), fleet };
}

/** `azlin new` with nothing said about the VM. */
async function newVm(context: Context): Promise<Report> {
  const { newCommand } = await import("../vm/new.ts");
  return newCommand.run(parseArguments(newCommand, []).args, context);
}

function noShellInReports(): ValidationError {
  return new ValidationError("COMMAND_REQUIRED", "A shell cannot be printed as a report.", {
    hint: "Say what to run: azlin connect VM -o json -- CMD",
  });
}

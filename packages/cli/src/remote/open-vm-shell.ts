import { openShell, reconnecting, tmuxCommand, type ShellExit } from "@azlin/ssh";
import type { FleetVm, VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";
import type { Remote } from "./open-remote.ts";
import { rememberUse } from "./remember-use.ts";

/** How a person's shell on a VM is opened. */
export interface VmShell {
  readonly azure: VmAzure;
  readonly remote: Remote;
  /** Empty: a shell. */
  readonly command: readonly string[];
  /** tmux session to be in; `undefined`: no tmux. */
  readonly tmuxSession: string | undefined;
  readonly isAgentForwarded: boolean;
  /** Times to reconnect at most. */
  readonly maxRetries: number;
}

/** Gives this terminal to a VM until the shell there ends; asks before each reconnect. */
export async function openVmShell(vm: FleetVm, shell: VmShell, context: Context): Promise<ShellExit> {
  const { azure, remote, command, tmuxSession, isAgentForwarded, maxRetries } = shell;
  const { env, signal } = context;
  // Refused before anything is connected.
  if (tmuxSession !== undefined) tmuxCommand(tmuxSession);
  const target = remote.target(vm);
  const run = (): Promise<ShellExit> =>
    openShell(target, {
      knownHostsPath: remote.knownHosts.path,
      keyPath: remote.keyPath,
      environment: env,
      isAgentForwarded,
      signal,
      ...(command.length > 0 ? { command } : { tmuxSession }),
    });
  const ask = (question: string): Promise<boolean> => agrees(question, context);
  const [exit] = await Promise.all([
    reconnecting(run, { name: vm.session ?? vm.name, ask, maxRetries }),
    rememberUse(azure, [vm], context),
  ]);
  return exit;
}

/** Yes is what an empty line says; nobody there is a no. */
async function agrees(question: string, context: Context): Promise<boolean> {
  const answer = await context.ask(question);
  return answer !== undefined && /^(?:y(?:es)?)?$/i.test(answer);
}

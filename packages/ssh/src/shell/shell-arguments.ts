import { shellQuote } from "../quote/shell-quote.ts";
import type { RemoteCommand } from "../remote/remote-shell.ts";
import type { SshTarget } from "../target/ssh-target.ts";
import { sshArguments, type SshArgumentsOptions } from "./ssh-arguments.ts";
import { tmuxCommand } from "./tmux-command.ts";

/** Options of {@link shellArguments}. */
export interface ShellArgumentsOptions extends SshArgumentsOptions {
  /** What to run instead of a login shell. */
  readonly command?: RemoteCommand;
  /** Name of the tmux session to be in; ignored when there is a command. Default: no tmux. */
  readonly tmuxSession?: string | undefined;
  /** Whether the remote side gets a terminal. Default: unless there is a command. */
  readonly hasTerminal?: boolean;
}

/** The arguments of an ssh that opens a shell: options, host, and the remote command as one string. */
export function shellArguments(target: SshTarget, options: ShellArgumentsOptions): string[] {
  const { command, tmuxSession, hasTerminal = command === undefined } = options;
  const [host, ...reversed] = sshArguments(target, options).toReversed();
  const remote = remoteCommand(command, tmuxSession);
  return [...reversed.toReversed(), hasTerminal ? "-t" : "-T", host!, ...(remote === undefined ? [] : [remote])];
}

function remoteCommand(command: RemoteCommand | undefined, tmuxSession: string | undefined): string | undefined {
  if (command !== undefined) return typeof command === "string" ? command : shellQuote(command);
  return tmuxSession === undefined ? undefined : tmuxCommand(tmuxSession);
}

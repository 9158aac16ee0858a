import { PrerequisiteError, type AbortOptions } from "@azlin/core";
import { shellQuote } from "../quote/shell-quote.ts";
import type { RemoteCommand } from "../remote/remote-shell.ts";
import type { SshTarget } from "../target/ssh-target.ts";
import { sshArguments, type SshArgumentsOptions } from "./ssh-arguments.ts";
import { tmuxCommand } from "./tmux-command.ts";

/** Options of {@link openShell}. */
export interface OpenShellOptions extends SshArgumentsOptions, AbortOptions {
  /** What to run instead of a login shell. */
  readonly command?: RemoteCommand;
  /** Name of the tmux session to be in; ignored when there is a command. Default: no tmux. */
  readonly tmuxSession?: string | undefined;
  /** Whether the remote side gets a terminal. Default: unless there is a command. */
  readonly hasTerminal?: boolean;
  /** The program. Default `ssh`, looked up in the search path. */
  readonly sshProgram?: string;
  /** Default: this process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Where the terminal is. Default: this process's own; `ignore`: nowhere. */
  readonly stdio?: "inherit" | "ignore";
}

/** How a shell ended. */
export interface ShellExit {
  /** The remote exit code; 255 is ssh's own for a failed or lost connection. `null` when ssh was killed. */
  readonly exitCode: number | null;
  /** The signal that killed the local ssh. */
  readonly signal: string | null;
}

/**
 * Opens a shell on a VM in this terminal, with the system's `ssh`, and waits for its end.
 *
 * @throws PrerequisiteError (`SSH_PROGRAM_MISSING`); ValidationError (`INVALID_SSH_TARGET`, `INVALID_TMUX_SESSION`).
 */
export async function openShell(target: SshTarget, options: OpenShellOptions): Promise<ShellExit> {
  const { sshProgram = "ssh", environment, stdio = "inherit", signal } = options;
  const { execa } = await import("execa");
  const result = await execa(sshProgram, shellArguments(target, options), {
    stdio,
    reject: false,
    ...(environment !== undefined && { env: environment, extendEnv: false }),
    ...(signal !== undefined && { cancelSignal: signal }),
  });
  signal?.throwIfAborted();
  if (result.exitCode === undefined && result.signal === undefined) throw missing(sshProgram, result.cause);
  return { exitCode: result.exitCode ?? null, signal: result.signal ?? null };
}

/** The arguments of {@link openShell}'s ssh: options, host, and the remote command as one string. */
function shellArguments(target: SshTarget, options: OpenShellOptions): string[] {
  const { command, tmuxSession, hasTerminal = command === undefined } = options;
  const [host, ...reversed] = sshArguments(target, options).toReversed();
  const remote = remoteCommand(command, tmuxSession);
  return [...reversed.toReversed(), hasTerminal ? "-t" : "-T", host!, ...(remote === undefined ? [] : [remote])];
}

function remoteCommand(command: RemoteCommand | undefined, tmuxSession: string | undefined): string | undefined {
  if (command !== undefined) return typeof command === "string" ? command : shellQuote(command);
  return tmuxSession === undefined ? undefined : tmuxCommand(tmuxSession);
}

function missing(program: string, cause: unknown): PrerequisiteError {
  return new PrerequisiteError("SSH_PROGRAM_MISSING", `The program ${program} could not be started.`, {
    hint: "Install the OpenSSH client: apt-get install openssh-client, or the optional feature of Windows.",
    cause,
  });
}

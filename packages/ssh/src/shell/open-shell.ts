import { dirname } from "node:path";
import { ensurePrivateDirectory, PrerequisiteError, type AbortOptions } from "@azlin/core";
import type { SshTarget } from "../target/ssh-target.ts";
import { shellArguments, type ShellArgumentsOptions } from "./shell-arguments.ts";

/** Options of {@link openShell}. */
export interface OpenShellOptions extends ShellArgumentsOptions, AbortOptions {
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
  // ssh would not say that it has nowhere to pin the host key.
  await ensurePrivateDirectory(dirname(options.knownHostsPath));
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

function missing(program: string, cause: unknown): PrerequisiteError {
  return new PrerequisiteError("SSH_PROGRAM_MISSING", `The program ${program} could not be started.`, {
    hint: "Install the OpenSSH client: apt-get install openssh-client, or the optional feature of Windows.",
    cause,
  });
}

import type { OperationOptions } from "@azlin/core";
import type { SshTarget } from "../target/ssh-target.ts";

/** A script for the remote login shell, or a program with its arguments, each of which is quoted for that shell. */
export type RemoteCommand = string | readonly string[];

/** Options of {@link RemoteShell.exec}. */
export interface ExecOptions extends OperationOptions {
  /** What the program reads. Default: nothing, its input is at its end. */
  readonly stdin?: string | Uint8Array;
  /** Bytes of each of stdout and stderr that are kept; what comes after is dropped. Default 4 MiB. */
  readonly maxOutputBytes?: number;
  /** Told of output as it comes, as well. */
  readonly onOutput?: (chunk: Uint8Array, stream: "stdout" | "stderr") => void;
}

/** What a remote program did. */
export interface ExecResult {
  /** `null` when a signal ended it, or the server did not say. */
  readonly exitCode: number | null;
  /** Name of the signal that ended it, without `SIG`. */
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether output was dropped for its length. */
  readonly isTruncated: boolean;
  readonly durationMs: number;
}

/** Runs programs on VMs. */
export interface RemoteShell {
  /**
   * Runs a command and waits for its end. An exit code other than 0 is a result, not an error.
   *
   * @throws TransportError (`SSH_UNREACHABLE`, `SSH_CONNECTION_LOST`), AuthenticationError (`SSH_KEY_REFUSED`),
   * ConflictError (`HOST_KEY_CHANGED`), DeadlineError when the time is up.
   */
  exec(target: SshTarget, command: RemoteCommand, options?: ExecOptions): Promise<ExecResult>;
}

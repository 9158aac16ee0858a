import type { Clock, OperationOptions, Random } from "@azlin/core";
import type { SshConnections } from "../remote/ssh-connections.ts";
import type { SshArgumentsOptions } from "../shell/ssh-arguments.ts";

/** What copies work with. */
export interface CopyContext {
  readonly connections: SshConnections;
  /** How the system's ssh, which carries rsync, signs in. */
  readonly ssh: SshArgumentsOptions;
  /** The rsync program; `null` to do without. Default `rsync`, looked up in the search path. */
  readonly rsyncProgram?: string | null;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Default: the system's. */
  readonly random?: Random;
}

/** How far a copy is. */
export interface CopyProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly files: number;
  readonly totalFiles: number;
  /** On average since the copy began. */
  readonly bytesPerSecond: number;
}

/** Options of applying a copy. */
export interface CopyOptions extends OperationOptions {
  /** Told about ten times a second, and at the end. */
  readonly onProgress?: (progress: CopyProgress) => void;
}

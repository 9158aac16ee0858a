import { PrerequisiteError } from "@azlin/core";

/** How to start az. */
export interface AzProcessOptions {
  /** The executable: a name looked up in PATH, or a path. */
  readonly azPath: string;
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds after which the process is ended. */
  readonly timeoutMs: number;
}

/** One run of az. */
export interface AzRun {
  /** Arguments; no value a user chose may begin with `@` (see `azOption`). */
  readonly args: readonly string[];
  /** What az reads on stdin. Default: nothing. */
  readonly input?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds after which this run is ended, when that is sooner than the runner's own time-out. */
  readonly timeoutMs?: number | undefined;
}

/** How a run ended. */
export interface AzExit {
  /** Exit code; absent when a signal ended the process. */
  readonly code: number | undefined;
  readonly stdout: string;
  /** May hold secrets: never log it as it is. */
  readonly stderr: string;
  /** Whether the time ran out. */
  readonly timedOut: boolean;
  /** Milliseconds from start to end. */
  readonly durationMs: number;
}

/** Starts az once. */
export type AzRunner = (run: AzRun) => Promise<AzExit>;

/** Milliseconds between asking az to end (SIGTERM) and ending it (SIGKILL). */
const FORCE_KILL_AFTER_MS = 2000;

/**
 * Makes a runner of az processes: no shell, a closed environment, a time-out of its own (az has none), SIGTERM then
 * SIGKILL when the signal aborts or the time runs out.
 *
 * @throws PrerequisiteError (`TOOL_MISSING`), from the runner, when there is no such executable.
 */
export function azRunner(options: AzProcessOptions): AzRunner {
  return async ({ args, input = "", signal, timeoutMs = options.timeoutMs }) => {
    const { execa } = await import("execa");
    const result = await execa(options.azPath, args, {
      env: options.environment,
      extendEnv: false,
      input,
      reject: false,
      stripFinalNewline: false,
      maxBuffer: Number.MAX_SAFE_INTEGER,
      timeout: Math.min(timeoutMs, options.timeoutMs),
      forceKillAfterDelay: FORCE_KILL_AFTER_MS,
      ...(signal !== undefined && { cancelSignal: signal }),
    });
    if (result.code === "ENOENT" || result.code === "EACCES") throw azMissing(options.azPath, result);
    if (result.isCanceled) throw new DOMException("The az process was aborted.", "AbortError");
    const { exitCode: code, stdout, stderr, timedOut, durationMs } = result;
    return { code, stdout, stderr, timedOut, durationMs };
  };
}

function azMissing(azPath: string, cause: unknown): PrerequisiteError {
  return new PrerequisiteError("TOOL_MISSING", `The Azure CLI '${azPath}' cannot be started.`, {
    hint: "Install it (https://aka.ms/azure-cli), put it in PATH, or use another transport ('--transport sdk').",
    details: { tool: "az" },
    cause,
  });
}

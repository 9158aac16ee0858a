import type * as JustBash from "just-bash";
import { homeOf } from "../disk/authorized-keys.ts";
import { SHELL_STAND_INS } from "../stand-ins/shell-stand-ins.ts";
import { STAND_INS } from "../stand-ins/stand-ins.ts";
import { jobEnvironment } from "./job-environment.ts";
import type { SandboxJob, SandboxOptions } from "./sandbox.ts";
import { scriptedFiles } from "./scripted-files.ts";

/** What came of one command. */
export interface ShellResult {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly exitCode: number;
}

/** Runs one command to its end. */
export type ScriptedShell = (job: SandboxJob, input: Buffer, signal: AbortSignal) => Promise<ShellResult>;

const MISSING = "this guest has no shell: this machine has neither bubblewrap nor the package just-bash\n";

/** Makes a shell written in JavaScript that knows the common programs, on a guest's files; without its package, one that says so. */
export async function scriptedShell(options: SandboxOptions): Promise<ScriptedShell> {
  const library = await loadLibrary();
  if (library === undefined) {
    return () => Promise.resolve({ stdout: Buffer.alloc(0), stderr: Buffer.from(MISSING), exitCode: 127 });
  }
  const fs = scriptedFiles(library, options);
  const customCommands = namedCommands(library);
  return async (job, input, signal) => {
    const uid = job.user === "root" ? 0 : 1000;
    const env = { ...jobEnvironment(job), HOSTNAME: options.hostName };
    const processInfo = { uid, gid: uid };
    const bash = new library.Bash({ fs, cwd: homeOf(job.user), env, processInfo, customCommands });
    const stdin = input.toString("latin1");
    const told = { stdin, stdinKind: "bytes", rawScript: true, signal } as const;
    const result = await bash.exec(job.command ?? "", told).catch(failed);
    return { stdout: bytesOf(result.stdout), stderr: bytesOf(result.stderr), exitCode: result.exitCode };
  };
}

/** A redirection into a file that takes nothing ends the whole script. */
function failed(cause: unknown): Pick<JustBash.BashExecResult, "stdout" | "stderr" | "exitCode"> {
  return { stdout: "", stderr: `bash: ${cause instanceof Error ? cause.message : String(cause)}\n`, exitCode: 1 };
}

/** `command -v` asks for commands by their names and not for files; it is the files that run. */
function namedCommands(library: typeof JustBash): JustBash.CustomCommand[] {
  const nothing = { stdout: "", stderr: "", exitCode: 127 };
  return Object.keys({ ...STAND_INS, ...SHELL_STAND_INS }).map((name) =>
    library.defineCommand(name, () => Promise.resolve(nothing)),
  );
}

/** The shell gives text, or bytes as characters: what fits into bytes and is no text was bytes. */
function bytesOf(output: string): Buffer {
  const bytes = Buffer.from(output, "latin1");
  return /[^\0-\xff]/.test(output) || !/[\x80-\xff]/.test(output) ? Buffer.from(output, "utf8") : bytes;
}

async function loadLibrary(): Promise<typeof JustBash | undefined> {
  try {
    return await import("just-bash");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

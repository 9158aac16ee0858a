import type * as JustBash from "just-bash";
import { homeOf } from "../disk/authorized-keys.ts";
import { SHELL_STAND_INS } from "../stand-ins/shell-stand-ins.ts";
import { STAND_INS } from "../stand-ins/stand-ins.ts";
import { scriptedCommands } from "./commands/scripted-commands.ts";
import { ShellStates } from "./commands/shell-states.ts";
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

type Library = typeof JustBash;
type Output = Pick<JustBash.BashExecResult, "stdout" | "stderr" | "exitCode">;

const MISSING = "this guest has no shell: this machine has neither bubblewrap nor the package just-bash\n";

/** Makes a shell written in JavaScript that knows the common programs, on a guest's files; without its package, one that says so. */
export async function scriptedShell(options: SandboxOptions): Promise<ScriptedShell> {
  const library = await loadLibrary();
  if (library === undefined) {
    return () => Promise.resolve({ stdout: Buffer.alloc(0), stderr: Buffer.from(MISSING), exitCode: 127 });
  }
  const filesFor = scriptedFiles(library, options);
  return async (job, input, signal) => {
    const shells = new ShellStates();
    const uid = job.user === "root" ? 0 : 1000;
    const bash = new library.Bash({
      fs: filesFor(shells),
      cwd: homeOf(job.user),
      env: { ...jobEnvironment(job), HOSTNAME: options.hostName },
      processInfo: { uid, gid: uid },
      customCommands: namedCommands(library, shells),
    });
    const told = { stdin: input.toString("latin1"), stdinKind: "bytes", rawScript: true, signal } as const;
    const result = await bash.exec(job.command ?? "", told).catch(failed);
    const last = await runExitTrap(bash, shells, signal);
    return {
      stdout: Buffer.concat([bytesOf(result.stdout), bytesOf(last.stdout)]),
      stderr: Buffer.concat([bytesOf(result.stderr), bytesOf(last.stderr)]),
      exitCode: result.exitCode,
    };
  };
}

async function runExitTrap(bash: JustBash.Bash, { current }: ShellStates, signal: AbortSignal): Promise<Output> {
  const { onExit } = current;
  if (onExit === undefined) return { stdout: "", stderr: "", exitCode: 0 };
  const { script, variables, directory } = onExit;
  const place = { env: { ...variables }, replaceEnv: true, cwd: directory };
  return bash.exec(script, { ...place, rawScript: true, signal }).catch(failed);
}

/** A redirection into a file that takes nothing ends the whole script. */
function failed(cause: unknown): Output {
  return { stdout: "", stderr: `bash: ${cause instanceof Error ? cause.message : String(cause)}\n`, exitCode: 1 };
}

/** `command -v` asks for commands by their names and not for files; of stand-ins it is the files that run. */
function namedCommands(library: Library, shells: ShellStates): JustBash.CustomCommand[] {
  const nothing = { stdout: "", stderr: "", exitCode: 127 };
  const standIns = Object.keys({ ...STAND_INS, ...SHELL_STAND_INS }).map((name) =>
    library.defineCommand(name, () => Promise.resolve(nothing)),
  );
  const added = Object.entries(scriptedCommands(shells)).map(([name, run]) => library.defineCommand(name, run));
  return [...standIns, ...added];
}

/** The shell gives text, or bytes as characters: what fits into bytes and has characters that no text has was bytes. */
function bytesOf(output: string): Buffer {
  const isBytes = !/[^\0-\xff]/.test(output) && /[\x80-\x9f]/.test(output);
  return Buffer.from(output, isBytes ? "latin1" : "utf8");
}

async function loadLibrary(): Promise<Library | undefined> {
  try {
    return await import("just-bash");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

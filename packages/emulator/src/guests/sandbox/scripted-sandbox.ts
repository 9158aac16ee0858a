import { PassThrough } from "node:stream";
import { GuestFiles } from "../disk/guest-files.ts";
import { EVENTS_PATH } from "../stand-ins/stand-in-directory.ts";
import { readInput } from "./read-input.ts";
import { runLines } from "./run-lines.ts";
import type { Sandbox, SandboxJob, SandboxOptions, SandboxProcess } from "./sandbox.ts";
import { scriptedShell, type ScriptedShell, type ShellResult } from "./scripted-shell.ts";

/** Streams of a job. */
type JobStreams = Record<"stdin" | "stdout" | "stderr", PassThrough>;

const SIGNAL_NUMBERS: Readonly<Record<string, number>> = { HUP: 1, INT: 2, KILL: 9 };
const SIGTERM = 15;

/**
 * A guest without bubblewrap: a shell written in JavaScript, on the guest's files. It reads all of a command's input
 * before it runs it, and shows the output when it has ended.
 */
export class ScriptedSandbox implements Sandbox {
  readonly isReal = false;
  readonly #options: SandboxOptions;
  readonly #files: GuestFiles;
  readonly #running = new Set<AbortController>();
  #shell: Promise<ScriptedShell> | undefined;
  #isStopped = false;

  constructor(options: SandboxOptions) {
    this.#options = options;
    this.#files = new GuestFiles(options.root);
  }

  async start(job: SandboxJob): Promise<SandboxProcess> {
    const shell = await (this.#shell ??= scriptedShell(this.#options));
    const streams: JobStreams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
    const stopper = new AbortController();
    this.#running.add(stopper);
    const run = async (command: string, input: Buffer): Promise<ShellResult> => {
      if (this.#isStopped) stopper.abort(SIGNAL_NUMBERS["KILL"]);
      const result = await shell({ ...job, command }, input, stopper.signal);
      await this.#tellEvents();
      return result;
    };
    const exit = Promise.race([this.#perform(job, streams, run), aborted(stopper.signal)]).finally(() => {
      this.#running.delete(stopper);
      streams.stdout.end();
      streams.stderr.end();
    });
    exit.catch(() => {});
    return {
      ...streams,
      exit,
      signal: (name) => stopper.abort(SIGNAL_NUMBERS[name] ?? SIGTERM),
      resize: () => {},
    };
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    for (const stopper of this.#running) stopper.abort(SIGNAL_NUMBERS["KILL"]);
    return Promise.resolve();
  }

  async #perform(
    job: SandboxJob,
    { stdin, stdout, stderr }: JobStreams,
    run: (command: string, input: Buffer) => Promise<ShellResult>,
  ): Promise<number> {
    if (job.command === undefined || job.terminal !== undefined) {
      const prompt = `${job.user}@${this.#options.hostName}:~$ `;
      return runLines({ job, stdin, stdout, prompt }, (command) => run(command, Buffer.alloc(0)));
    }
    const result = await run(job.command, await readInput(stdin));
    stdout.write(result.stdout);
    stderr.write(result.stderr);
    return result.exitCode;
  }

  async #tellEvents(): Promise<void> {
    const events = this.#files.read(EVENTS_PATH) ?? "";
    if (events === "") return;
    await this.#files.remove(EVENTS_PATH);
    for (const event of events.split("\n").filter(Boolean)) this.#options.onEvent(event);
  }
}

/** Exit code of a job that a signal has ended. */
function aborted(signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(128 + Number(signal.reason)), { once: true });
  });
}

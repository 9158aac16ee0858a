import type { Readable, Writable } from "node:stream";
import { createInterface } from "node:readline";
import type { SandboxJob } from "./sandbox.ts";
import type { ShellResult } from "./scripted-shell.ts";

/** An interactive shell's way to talk. */
interface Talk {
  readonly job: SandboxJob;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly prompt: string;
}

/** A plain interactive shell: a line is a command. Answers the exit code of the last one. */
export async function runLines(talk: Talk, run: (command: string) => Promise<ShellResult>): Promise<number> {
  const { job, stdin, stdout, prompt } = talk;
  const hasTerminal = job.terminal !== undefined;
  const show = (bytes: Buffer | string): void => {
    const text = typeof bytes === "string" ? bytes : bytes.toString("latin1");
    stdout.write(Buffer.from(hasTerminal ? text.replaceAll("\n", "\r\n") : text, "latin1"));
  };
  const perform = async (command: string): Promise<number> => {
    const { stdout: out, stderr, exitCode } = await run(command);
    show(Buffer.concat([out, stderr]));
    return exitCode;
  };
  if (job.command !== undefined) return perform(job.command);
  let status = 0;
  const input = createInterface({ input: stdin, ...(hasTerminal && { output: stdout, terminal: true }) });
  if (hasTerminal) show(prompt);
  for await (const line of input) {
    const [, told] = /^\s*(?:exit|logout)(?:\s+(\d+))?\s*$/.exec(line) ?? [undefined, undefined];
    if (/^\s*(exit|logout)\b/.test(line)) return told === undefined ? status : Number(told) & 255;
    if (line.trim() !== "") status = await perform(line);
    if (hasTerminal) show(prompt);
  }
  return status;
}

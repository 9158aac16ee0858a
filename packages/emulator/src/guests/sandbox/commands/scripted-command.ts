import type * as JustBash from "just-bash";

/** What a program of the scripted shell is run with. */
export type ScriptedContext = JustBash.ResolvedCommandContext;

/** What came of it. */
export type ScriptedResult = JustBash.ExecResult;

/** A program of the scripted shell that this package brings: new, or around one of the shell's own. */
export type ScriptedCommand = (args: readonly string[], context: ScriptedContext) => Promise<ScriptedResult>;

/** The result of a program that has said this and has succeeded. */
export function said(stdout: string): ScriptedResult {
  return { stdout, stderr: "", exitCode: 0 };
}

/** The result of a program that has failed. */
export function complained(stderr: string, exitCode = 1): ScriptedResult {
  return { stdout: "", stderr: `${stderr}\n`, exitCode };
}

/** Runs the shell's own program of the same name. */
export function original(context: ScriptedContext, args: readonly string[]): Promise<ScriptedResult> {
  return context.origCommand?.([...args]) ?? Promise.resolve(complained("not in this guest", 127));
}

/** The words that are no options: all after `--`, and before it those that do not look like one. */
export function operandsOf(args: readonly string[]): string[] {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  return [...args.slice(0, end).filter((word) => !word.startsWith("-")), ...args.slice(end + 1)];
}

/** Bytes that a program was given: the shell has them as a text with a character for each. */
export function bytesOf(input: ScriptedContext["stdin"]): Buffer {
  return Buffer.from(input as unknown as string, "latin1");
}

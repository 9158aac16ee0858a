import { access, constants, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { ValidationError } from "@azlin/core";

/** The path with `~` replaced by the home directory. */
export function expandHookPath(script: string): string {
  return script === "~" || script.startsWith("~/") ? join(homedir(), script.slice(1)) : script;
}

/** Whether a script is there, is a file, and may be run by this user. */
export async function validateHookScript(script: string): Promise<boolean> {
  return (await problemOf(script)) === undefined;
}

/** @throws ValidationError (`INVALID_HOOK`) saying what is wrong with a script. */
export async function requireHookScript(script: string): Promise<void> {
  const problem = await problemOf(script);
  if (problem === undefined) return;
  throw new ValidationError("INVALID_HOOK", `The hook ${script} cannot be run: ${problem.what}.`, {
    hint: problem.hint,
    details: { path: script },
  });
}

interface Problem {
  readonly what: string;
  readonly hint: string;
}

async function problemOf(script: string): Promise<Problem | undefined> {
  const path = expandHookPath(script);
  if (!isAbsolute(path)) return { what: "its path is not absolute", hint: "Give the whole path, from / or ~." };
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return { what: "there is no such file", hint: "Check the path." };
  if (!found.isFile()) return { what: "it is not a file", hint: "Name a script or a program." };
  const isExecutable = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  return isExecutable ? undefined : { what: "it is not executable", hint: `Run 'chmod +x ${path}'.` };
}

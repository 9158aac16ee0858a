import { ValidationError } from "@azlin/core";
import { checkEnvName } from "@azlin/vms";
import type { Environment } from "@azlin/core";

/**
 * Variables as they are typed: `NAME=VALUE`, or `NAME` for the value that it has here, which keeps a secret out of
 * the list of processes.
 *
 * @throws ValidationError (`INVALID_ENV_NAME`, `ENV_NOT_SET_HERE`).
 */
export function parseAssignments(words: readonly string[], env: Environment): Record<string, string> {
  return Object.fromEntries(words.map((word) => parseAssignment(word, env)));
}

function parseAssignment(word: string, env: Environment): [name: string, value: string] {
  const at = word.indexOf("=");
  const name = checkEnvName(at < 0 ? word : word.slice(0, at));
  if (at >= 0) return [name, word.slice(at + 1)];
  const value = env[name];
  if (value !== undefined) return [name, value];
  throw new ValidationError("ENV_NOT_SET_HERE", `There is no variable ${name} here whose value could be taken.`, {
    hint: `Write ${name}=VALUE, or export ${name} first.`,
    details: { name },
  });
}

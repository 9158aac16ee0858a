import { COMMANDS, pathsBelow } from "../commands/index.ts";
import { locateCommand } from "../locate-command.ts";
import { UsageError } from "../usage-error.ts";
import { commandHelp } from "./command-help.ts";
import { groupHelp, groupUsage } from "./group-help.ts";

/**
 * Help for what the words name: a command, a group, or everything.
 *
 * @throws UsageError when they name nothing.
 */
export async function helpFor(words: readonly string[]): Promise<string> {
  const { path, kind } = locateCommand(words);
  if (kind === "unknown") throw unknownCommand(path);
  return kind === "command" ? commandHelp(await COMMANDS[path]!()) : groupHelp(path);
}

/** The error for a command that does not exist, with the ones that look like it. */
export function unknownCommand(path: string): UsageError {
  const group = path.split(" ").slice(0, -1).join(" ");
  const similar = pathsBelow(group).filter((known) => distance(known, path) <= Math.floor(path.length / 2));
  const hint = similar.length > 0 ? `Did you mean '${similar.join("' or '")}'?` : "See 'azlin help'.";
  return new UsageError(`No such command '${path}'.`, groupUsage(group), hint);
}

/** Levenshtein's distance: how many letters have to change. */
function distance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const change = previous[column - 1]! + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(change, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous.at(-1)!;
}

import { ALIASES, COMMANDS, pathsBelow } from "./commands/index.ts";
import { GLOBAL_SPECS } from "./global-options.ts";
import { spellings } from "./option-names.ts";

/** `azlin -- CMD` is short for it. */
const PASSTHROUGH = "exec";

/** What a command line is about. */
export interface Located {
  /** Path of the command, or of a group of commands, as far as it was typed; empty when nothing was. */
  readonly path: string;
  readonly kind: "command" | "group" | "unknown";
  /** The arguments without the path. */
  readonly rest: readonly string[];
}

/** Finds the command in the arguments: global options may stand before it and between its words. */
export function locateCommand(argv: readonly string[]): Located {
  const rest: string[] = [];
  let path = "";
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index]!;
    if (word === "--") return located(path === "" ? PASSTHROUGH : path, [...rest, ...argv.slice(index)]);
    if (word.startsWith("-")) {
      rest.push(...argv.slice(index, index + lengthOf(word)));
      index += lengthOf(word) - 1;
      continue;
    }
    const longer = path === "" ? (ALIASES[word] ?? word) : `${path} ${word}`;
    if (COMMANDS[longer] === undefined && pathsBelow(longer).length === 0) {
      return { path: longer, kind: "unknown", rest: [...rest, ...argv.slice(index + 1)] };
    }
    path = longer;
    if (COMMANDS[path] !== undefined) return located(path, [...rest, ...argv.slice(index + 1)]);
  }
  return located(path, rest);
}

function located(path: string, rest: readonly string[]): Located {
  return { path, kind: COMMANDS[path] === undefined ? "group" : "command", rest };
}

/** How many words an option takes: two when it is a global option whose value is the next word. */
function lengthOf(option: string): 1 | 2 {
  const isPair = Object.entries(GLOBAL_SPECS).some(
    ([name, spec]) => spec.kind !== "flag" && spellings(name, spec).includes(option),
  );
  return isPair ? 2 : 1;
}

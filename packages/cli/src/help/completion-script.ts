import type { Command } from "../define-command.ts";
import { GLOBAL_SPECS, groupOf } from "../global-options.ts";
import { spellings } from "../option-names.ts";

/** A shell that completions can be made for. */
export type Shell = "bash" | "zsh" | "fish";

/** What there is to complete. */
export interface CompletionFacts {
  readonly commands: readonly Command[];
  readonly aliases: Readonly<Record<string, string>>;
}

/** A script that completes commands and options, made from the commands' data. */
export function completionScript(shell: Shell, facts: CompletionFacts): string {
  return SCRIPTS[shell](entriesOf(facts));
}

/** Words typed so far, and what may come next. */
type Entries = ReadonlyMap<string, readonly string[]>;

const SCRIPTS: Readonly<Record<Shell, (entries: Entries) => string>> = {
  bash: bashScript,
  zsh: (entries) => `autoload -U +X bashcompinit && bashcompinit\n${bashScript(entries)}`,
  fish: fishScript,
};

function entriesOf({ commands, aliases }: CompletionFacts): Entries {
  const entries = new Map<string, Set<string>>();
  const add = (path: string, words: readonly string[]): void => {
    entries.set(path, new Set([...(entries.get(path) ?? []), ...words]));
  };
  for (const command of commands) {
    const words = command.path.split(" ");
    for (const [depth, word] of words.entries()) add(words.slice(0, depth).join(" "), [word]);
    add(command.path, wordsAfter(command));
  }
  for (const [alias, path] of Object.entries(aliases)) {
    add("", [alias]);
    add(alias, [...(entries.get(path) ?? [])]);
  }
  return new Map([...entries].map(([path, words]) => [path, [...words].sort()]));
}

function wordsAfter(command: Command): string[] {
  const globals = Object.entries(GLOBAL_SPECS).filter(([name]) => {
    const group = groupOf(name);
    return group === undefined || command.uses?.includes(group) === true;
  });
  const options = [...Object.entries(command.options ?? {}), ...globals];
  const choices = Object.values(command.arguments ?? {}).flatMap((argument) => argument.choices ?? []);
  return [...choices, ...options.flatMap(([name, spec]) => spellings(name, spec))];
}

function bashScript(entries: Entries): string {
  const cases = [...entries].map(([path, words]) => `    "${path}") words="${words.join(" ")}" ;;`);
  return `_azlin() {
  local word path="" known words=""
  known="${[...entries.keys()].filter((path) => path !== "").join("|")}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] && continue
    [[ "|$known|" == *"|\${path:+$path }$word|"* ]] && path="\${path:+$path }$word"
  done
  case "$path" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _azlin azlin
`;
}

function fishScript(entries: Entries): string {
  const cases = [...entries].map(
    ([path, words]) => `    case '${path}'\n      printf '%s\\n' ${words.map((word) => `'${word}'`).join(" ")}`,
  );
  const known = [...entries.keys()].filter((path) => path !== "").map((path) => `'${path}'`);
  return `function __azlin_words
  set -l known ${known.join(" ")}
  set -l path ''
  for word in (commandline -opc)[2..-1]
    string match -q -- '-*' $word; and continue
    set -l longer (string trim "$path $word")
    contains -- $longer $known; and set path $longer
  end
  switch "$path"
${cases.join("\n")}
  end
end
complete -c azlin -a '(__azlin_words)'
`;
}

import { UNTIL_ENDED_MS } from "../../world/operation-engine.ts";

/** A line that a container writes, and when: milliseconds from its start. */
export interface ContainerLine {
  readonly atMs: number;
  readonly text: string;
}

/** What a container does. */
export interface ContainerRun {
  readonly lines: readonly ContainerLine[];
  /** {@link UNTIL_ENDED_MS} for one that never ends by itself. */
  readonly durationMs: number;
  readonly exitCode: number;
}

interface State {
  readonly lines: ContainerLine[];
  atMs: number;
  status: number;
  hasEnded: boolean;
}

type Step = (words: readonly string[], state: State) => void;

const SHELL = /(?:^|\/)(?:ba|da)?sh$/;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const STEPS: Readonly<Record<string, Step>> = {
  echo: (words, state) => {
    state.lines.push({ atMs: state.atMs, text: words.join(" ") });
  },
  sleep: ([time = "0"], state) => {
    state.atMs = time === "infinity" ? UNTIL_ENDED_MS : state.atMs + millisecondsOf(time);
    state.hasEnded = time === "infinity";
  },
  exit: ([status = "0"], state) => {
    state.status = Number(status) & 255;
    state.hasEnded = true;
  },
  true: (_words, state) => {
    state.status = 0;
  },
  false: (_words, state) => {
    state.status = 1;
  },
};

/**
 * Tells what a container does from its command, without running anything: `sh -c` with `echo`, `sleep`, `exit`, `true`
 * and `false`, joined by `;`, `&&` and new lines. Any other command does its work at once and in silence.
 *
 * @param words - command and arguments, as in the template.
 * @param env - values of `$NAME` in what is echoed.
 */
export function runContainerScript(words: readonly string[], env: Readonly<Record<string, string>>): ContainerRun {
  const state: State = { lines: [], atMs: 0, status: 0, hasEnded: false };
  for (const { join, words: command } of commandsOf(words)) {
    const isSkipped = state.hasEnded || (join === "&&" && state.status !== 0);
    if (!isSkipped)
      runCommand(
        command.map((word) => expanded(word, env)),
        state,
      );
  }
  return { lines: state.lines, durationMs: Math.min(state.atMs, UNTIL_ENDED_MS), exitCode: state.status };
}

function runCommand([name = "", ...words]: readonly string[], state: State): void {
  if (Object.hasOwn(STEPS, name)) STEPS[name]?.(words, state);
}

interface JoinedCommand {
  readonly join: string;
  readonly words: readonly string[];
}

function commandsOf(words: readonly string[]): JoinedCommand[] {
  const [program = "", flag = "", script = ""] = words;
  return SHELL.test(program) && /^-\w*c$/.test(flag) ? commandsIn(script) : [{ join: ";", words }];
}

function commandsIn(script: string): JoinedCommand[] {
  let join = ";";
  return script.split(/(;|&&|\n)/).flatMap((part) => {
    if (/^(?:;|&&|\n)$/.test(part)) {
      join = part;
      return [];
    }
    const words = [...part.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3]!);
    return words.length === 0 ? [] : [{ join, words }];
  });
}

function expanded(word: string, env: Readonly<Record<string, string>>): string {
  return word.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_whole, braced?: string, bare?: string) => env[braced ?? bare!] ?? "");
}

function millisecondsOf(time: string): number {
  const [, count, unit = "s"] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(time) ?? [];
  return count === undefined ? 0 : Number(count) * (UNIT_MS[unit === "" ? "s" : unit] ?? 0);
}

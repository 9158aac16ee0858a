import type { OutputFormat } from "./global-options.ts";

/** How results and errors are shown. */
export interface Presentation {
  readonly format: OutputFormat;
  readonly verbose: boolean;
  readonly color: boolean | undefined;
}

/**
 * Reads from raw arguments how to show things: known before the command line is understood, as an error in it must be
 * shown in the format that was asked for.
 */
export function presentation(argv: readonly string[]): Presentation {
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  return {
    format: formatOf(words),
    verbose: words.some((word) => word === "--verbose" || /^-[a-z]*v[a-z]*$/.test(word)),
    color: lastOf(words, "--color", "--no-color"),
  };
}

function formatOf(words: readonly string[]): OutputFormat {
  const text = words
    .flatMap((word, index) => {
      if (word === "-o" || word === "--output") return [words[index + 1]];
      const joined = /^(?:--output=|-o=?)(.+)$/.exec(word);
      return joined === null ? [] : [joined[1]];
    })
    .at(-1);
  return text === "json" || text === "csv" ? text : "table";
}

function lastOf(words: readonly string[], yes: string, no: string): boolean | undefined {
  const last = words.findLast((word) => word === yes || word === no);
  return last === undefined ? undefined : last === yes;
}

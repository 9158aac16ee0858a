import { ValidationError } from "@azlin/core";

const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/**
 * One command line of a POSIX shell that calls a program with exactly these arguments.
 *
 * @throws ValidationError (`NOT_QUOTABLE`) for an argument with a NUL, which no program can be given, and for no
 * arguments at all.
 */
export function shellQuote(argv: readonly string[]): string {
  if (argv.length === 0) throw new ValidationError("NOT_QUOTABLE", "There is no command to quote.");
  return argv.map(quoteWord).join(" ");
}

function quoteWord(word: string, index: number): string {
  if (word.includes("\0")) {
    throw new ValidationError("NOT_QUOTABLE", "An argument holds a NUL character.", {
      hint: "No program can be given one: send such data through standard input.",
    });
  }
  // A first word with an = would be an assignment, not a program.
  if (PLAIN.test(word) && !(index === 0 && word.includes("="))) return word;
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

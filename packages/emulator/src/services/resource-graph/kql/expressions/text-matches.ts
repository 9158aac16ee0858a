import type { ExpressionCompiler } from "../plan.ts";
import { failure } from "../kql-error.ts";
import { EMPTY_ROW } from "../row.ts";
import { part, type SyntaxNode } from "../syntax/syntax-node.ts";
import { toText, type Value } from "../value.ts";

type Match = (text: string, pattern: string) => boolean;

const MATCHES: Readonly<Record<string, Match>> = {
  Contains: (text, pattern) => text.includes(pattern),
  StartsWith: (text, pattern) => text.startsWith(pattern),
  EndsWith: (text, pattern) => text.endsWith(pattern),
  Has: containsTerm,
  HasPrefix: (text, pattern) => containsTerm(text, pattern, { end: false }),
  HasSuffix: (text, pattern) => containsTerm(text, pattern, { start: false }),
};

/** `=~`, `contains`, `startswith`, `endswith`, `has`, `hasprefix`, `hassuffix`, each with `!` and `_cs`; `matches regex`. */
export const TEXT_MATCHES: Readonly<Record<string, ExpressionCompiler>> = {
  ...Object.fromEntries(Object.entries(MATCHES).flatMap(([name, match]) => variants(name, match))),
  EqualTildeExpression: textMatch((text, pattern) => text === pattern, { isWanted: true, ignoresCase: true }),
  BangTildeExpression: textMatch((text, pattern) => text === pattern, { isWanted: false, ignoresCase: true }),
  MatchesRegexExpression: (node, scope) => {
    const left = scope.compile(part(node, "Left"));
    const pattern = part(part(node, "Right"), "Token");
    const regex = toRegExp(pattern);
    return (row) => regex.test(toText(left(row)));
  },
};

function variants(name: string, match: Match): [string, ExpressionCompiler][] {
  return [
    [`${name}Expression`, textMatch(match, { isWanted: true, ignoresCase: true })],
    [`${name}CsExpression`, textMatch(match, { isWanted: true, ignoresCase: false })],
    [`Not${name}Expression`, textMatch(match, { isWanted: false, ignoresCase: true })],
    [`Not${name}CsExpression`, textMatch(match, { isWanted: false, ignoresCase: false })],
  ];
}

interface TextMatchOptions {
  readonly isWanted: boolean;
  readonly ignoresCase: boolean;
}

function textMatch(match: Match, { isWanted, ignoresCase }: TextMatchOptions): ExpressionCompiler {
  const fold = ignoresCase ? toFolded : toText;
  return (node, scope) => {
    const left = scope.compile(part(node, "Left"));
    const right = scope.compile(part(node, "Right"));
    if (part(node, "Right").kind !== "StringLiteralExpression") {
      return (row) => match(fold(left(row)), fold(right(row))) === isWanted;
    }
    const pattern = fold(right(EMPTY_ROW));
    return (row) => match(fold(left(row)), pattern) === isWanted;
  };
}

function toFolded(value: Value): string {
  return toText(value).toLowerCase();
}

const WORD = /[\p{L}\p{N}]/u;

/**
 * Whether `pattern` stands in `text` as whole terms: runs of letters and digits. `start` and `end` tell which of its
 * ends have to be the ends of terms; default both.
 */
export function containsTerm(
  text: string,
  pattern: string,
  { start = true, end = true }: { readonly start?: boolean; readonly end?: boolean } = {},
): boolean {
  if (pattern === "") return true;
  for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + 1)) {
    const next = at + pattern.length;
    if ((!start || isTermEnd(text, at)) && (!end || isTermEnd(text, next))) return true;
  }
  return false;
}

/** Whether no term goes on across a position. */
function isTermEnd(text: string, at: number): boolean {
  return !WORD.test(text.charAt(at - 1)) || !WORD.test(text.charAt(at));
}

function toRegExp(pattern: SyntaxNode): RegExp {
  if (pattern.value === undefined) throw failure(pattern, "A regular expression has to be a text literal.");
  const flags = /^\(\?([ims]+)\)/.exec(pattern.value);
  try {
    return new RegExp(pattern.value.slice(flags?.[0].length ?? 0), `u${flags?.[1] ?? ""}`);
  } catch {
    throw failure(pattern, `The regular expression ${pattern.text} is not valid.`);
  }
}

import { SqlError } from "./sql-error.ts";

/** What a piece of an expression is. `name` may be a keyword; `quoted` is a name that is none. */
export type TokenKind = "name" | "quoted" | "text" | "number" | "parameter" | "symbol" | "end";

/** A piece of an expression. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it begins, counted from zero. */
  readonly offset: number;
}

const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ["text", /'(?:[^']|'')*'/y],
  ["quoted", /\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*"/y],
  ["number", /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy],
  ["parameter", /@[A-Za-z_][\w]*/y],
  ["name", /[A-Za-z_][\w$-]*/y],
  ["symbol", /<>|!=|<=|>=|[=<>+\-*/%(),.;]/y],
];
const SPACE = /\s+/y;

/**
 * Cuts an expression into its pieces; the last one is the end.
 *
 * @throws SqlError for a character that begins none.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < text.length) {
    const space = matchAt(SPACE, text, offset);
    if (space !== undefined) {
      offset += space.length;
      continue;
    }
    const token = tokenAt(text, offset);
    tokens.push({ ...token, text: unquoted(token) });
    offset += token.text.length;
  }
  tokens.push({ kind: "end", text: "", offset });
  return tokens;
}

function tokenAt(text: string, offset: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    const found = matchAt(pattern, text, offset);
    if (found !== undefined) return { kind, text: found, offset };
  }
  throw new SqlError(`Unexpected '${text[offset]}'`, text, offset);
}

function matchAt(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0];
}

function unquoted({ kind, text }: Token): string {
  if (kind === "text") return text.slice(1, -1).replaceAll("''", "'");
  if (kind === "parameter") return text.slice(1);
  if (kind !== "quoted") return text;
  return text.startsWith("[") ? text.slice(1, -1).replaceAll("]]", "]") : text.slice(1, -1).replaceAll('""', '"');
}

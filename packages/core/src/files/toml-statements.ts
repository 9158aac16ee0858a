/** Where a statement of a TOML text is. Offsets into the text; ends are exclusive. */
interface Extent {
  /** Begins after the indent. */
  readonly start: number;
  readonly end: number;
}

/** `[path]` or `[[path]]`. */
export interface TomlHeader extends Extent {
  readonly kind: "header";
  readonly path: readonly string[];
}

/** `key = value`, which may span lines. */
export interface TomlPair extends Extent {
  readonly kind: "pair";
  /** From the root: the path of the header above, then the key. */
  readonly path: readonly string[];
  readonly header: TomlHeader | undefined;
  readonly valueStart: number;
}

/** A statement with its place. Blank lines and comments are none. */
export type TomlStatement = TomlHeader | TomlPair;

const BLANK = /[ \t\r\n]*/y;
const SPACE = /[ \t]*/y;
const COMMENT = /#[^\n]*/y;
const KEY_PART = /[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([\w-]+))[ \t]*/y;
const STRING = /"""(?:[^"\\]|\\[\s\S]|"(?!""))*"{3,5}|'''(?:[^']|'(?!''))*'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y;
const BARE_VALUE = /[^\s,#\]}[{"'](?:[^,#\]}\r\n]*[^\s,#\]}])?/y;

/** Finds the statements of a TOML text that a parser has accepted, in order. */
export function tomlStatements(text: string): TomlStatement[] {
  const statements: TomlStatement[] = [];
  let header: TomlHeader | undefined;
  for (let at = skipBlank(text, 0); at < text.length; at = skipBlank(text, statements.at(-1)!.end)) {
    if (text[at] === "[") {
      header = readHeader(text, at);
      statements.push(header);
    } else {
      statements.push(readPair(text, at, header));
    }
  }
  return statements;
}

/** Whether a path lies at or below another one. */
export function isAtOrBelow(path: readonly string[], ancestor: readonly string[]): boolean {
  return path.length >= ancestor.length && ancestor.every((part, index) => path[index] === part);
}

function readHeader(text: string, start: number): TomlHeader {
  const isList = text[start + 1] === "[";
  const { path, end } = readKey(text, start + (isList ? 2 : 1));
  return { kind: "header", path, start, end: end + (isList ? 2 : 1) };
}

function readPair(text: string, start: number, header: TomlHeader | undefined): TomlPair {
  const { path, end: equals } = readKey(text, start);
  const valueStart = match(SPACE, text, equals + 1).end;
  const end = skipValue(text, valueStart);
  return { kind: "pair", path: [...(header?.path ?? []), ...path], header, start, end, valueStart };
}

function readKey(text: string, start: number): { path: string[]; end: number } {
  const path: string[] = [];
  let end = start;
  do {
    const part = match(KEY_PART, text, path.length === 0 ? end : end + 1);
    const [, quoted, literal, bare] = part.groups;
    path.push(quoted === undefined ? (literal ?? bare ?? "") : unescape(quoted));
    end = part.end;
  } while (text[end] === ".");
  return { path, end };
}

function unescape(quoted: string): string {
  // TOML's \U, \e and \x are not JSON's.
  const json = quoted
    .replaceAll(/\\(?:U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2}))/g, (_all, long?: string, short?: string) =>
      JSON.stringify(String.fromCodePoint(Number.parseInt(long ?? short ?? "", 16))).slice(1, -1),
    )
    .replaceAll(String.raw`\e`, String.raw`\u001b`)
    .replaceAll("\t", String.raw`\t`);
  return JSON.parse(`"${json}"`) as string;
}

function skipValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"' || first === "'") return match(STRING, text, start).end;
  if (first === "[" || first === "{") return skipContainer(text, start);
  return match(BARE_VALUE, text, start).end;
}

function skipContainer(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const char = text[at];
    if (char === "[" || char === "{") depth += 1;
    if (char === "]" || char === "}") depth -= 1;
    if (char === '"' || char === "'") at = match(STRING, text, at).end;
    else if (char === "#") at = match(COMMENT, text, at).end;
    else at += 1;
  } while (depth > 0 && at < text.length);
  return at;
}

function skipBlank(text: string, start: number): number {
  let at = match(BLANK, text, start).end;
  while (text[at] === "#") at = match(BLANK, text, match(COMMENT, text, at).end).end;
  return at;
}

function match(pattern: RegExp, text: string, at: number): { end: number; groups: (string | undefined)[] } {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (found === null) throw new RangeError(`unexpected TOML at offset ${at}`);
  return { end: at + found[0].length, groups: [...found] };
}

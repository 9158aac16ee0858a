import { formatTomlKey, formatTomlValue, isTomlTable, type TomlTable, type TomlValue } from "./toml-value.ts";
import { isAtOrBelow, tomlStatements, type TomlHeader, type TomlPair, type TomlStatement } from "./toml-statements.ts";

/** Puts another value into a `key = value` that is there. Everything else stays as it is, byte for byte. */
export function replaceTomlValue(text: string, pair: TomlPair, value: TomlValue): string {
  return text.slice(0, pair.valueStart) + formatTomlValue(value) + text.slice(pair.end);
}

/** Adds a key to its table, below the keys that are there; the table is added at the end when there is none. */
export function insertTomlValue(text: string, path: readonly string[], value: TomlValue): string {
  const statements = tomlStatements(text);
  const parent = path.slice(0, -1);
  const header = findHeader(statements, parent);
  const anchor = anchorOf(statements, parent, header);
  if (anchor !== undefined) {
    const relative = path.slice(anchor.kind === "header" ? anchor.path.length : (anchor.header?.path.length ?? 0));
    return insertBelow(text, anchor, `${formatTomlKey(relative)} = ${formatTomlValue(value)}`);
  }
  if (parent.length === 0) return insertAtTop(text, statements, `${formatTomlKey(path)} = ${formatTomlValue(value)}`);
  return appendTomlTable(text, parent, { [path.at(-1)!]: value });
}

/** Adds `[path]` with these keys at the end; tables within it get headers of their own. */
export function appendTomlTable(text: string, path: readonly string[], table: TomlTable): string {
  const eol = eolOf(text);
  const { own, inner } = split(table);
  const lines = own.map(([key, value]) => `${formatTomlKey([key])} = ${formatTomlValue(value)}`);
  // A table that holds only tables is there through their headers.
  const section = own.length > 0 || inner.length === 0 ? [`[${formatTomlKey(path)}]`, ...lines] : [];
  let edited = section.length === 0 ? text : `${withBlankLine(text, eol)}${section.join(eol)}${eol}`;
  for (const [key, value] of inner) edited = appendTomlTable(edited, [...path, key], value);
  return edited;
}

/** Removes the statements that define a path and what is below it, each with its own lines; comments on lines of their own stay. */
export function removeTomlPath(text: string, path: readonly string[]): string {
  return tomlStatements(text)
    .filter((statement) => isAtOrBelow(statement.path, path))
    .reverse()
    .reduce(
      (edited, { start, end }) => edited.slice(0, lineStart(edited, start)) + edited.slice(lineEnd(edited, end)),
      text,
    );
}

function findHeader(statements: readonly TomlStatement[], path: readonly string[]): TomlHeader | undefined {
  return statements.find(
    (statement): statement is TomlHeader =>
      statement.kind === "header" && statement.path.length === path.length && isAtOrBelow(statement.path, path),
  );
}

/** The statement that a new key of `parent` goes below: the last of its kind in the same section. */
function anchorOf(
  statements: readonly TomlStatement[],
  parent: readonly string[],
  header: TomlHeader | undefined,
): TomlStatement | undefined {
  const pairs = statements.filter((statement) => statement.kind === "pair");
  if (header !== undefined || parent.length === 0) {
    return pairs.findLast((pair) => pair.header === header) ?? header;
  }
  return pairs.findLast(
    (pair) => pair.path.length > parent.length && isAtOrBelow(pair.path, parent) && isDotted(pair, parent),
  );
}

/** Whether a pair reaches `parent` through its dotted key instead of through its header. */
function isDotted(pair: TomlPair, parent: readonly string[]): boolean {
  return (pair.header?.path.length ?? 0) < parent.length;
}

function insertBelow(text: string, anchor: TomlStatement, line: string): string {
  const eol = eolOf(text);
  const at = lineEnd(text, anchor.end);
  const indent = anchor.kind === "pair" ? text.slice(lineStart(text, anchor.start), anchor.start) : "";
  const before = text.slice(0, at);
  return `${before}${before.endsWith("\n") ? "" : eol}${indent}${line}${eol}${text.slice(at)}`;
}

/** Above the first header and the comment that belongs to it. */
function insertAtTop(text: string, statements: readonly TomlStatement[], line: string): string {
  const eol = eolOf(text);
  const first = statements[0];
  if (first === undefined) return `${text}${text === "" || text.endsWith("\n") ? "" : eol}${line}${eol}`;
  const at = commentStart(text, lineStart(text, first.start));
  return `${text.slice(0, at)}${line}${eol}${eol}${text.slice(at)}`;
}

function commentStart(text: string, lineAt: number): number {
  let at = lineAt;
  while (at > 0) {
    const previous = lineStart(text, at - 1);
    if (!text.slice(previous, at).trimStart().startsWith("#")) break;
    at = previous;
  }
  return at;
}

function split(table: TomlTable): { own: [string, TomlValue][]; inner: [string, TomlTable][] } {
  const own: [string, TomlValue][] = [];
  const inner: [string, TomlTable][] = [];
  for (const [key, value] of Object.entries(table)) {
    if (isTomlTable(value)) inner.push([key, value]);
    else own.push([key, value]);
  }
  return { own, inner };
}

function withBlankLine(text: string, eol: string): string {
  if (text === "" || /(?:^|\n)[ \t]*\r?\n$/.test(text)) return text;
  return text.endsWith("\n") ? text + eol : text + eol + eol;
}

function eolOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? "\n";
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  return newline < 0 ? text.length : newline + 1;
}

import { parse, TomlError } from "smol-toml";
import { InternalError, ValidationError } from "../errors/families.ts";
import { appendTomlTable, insertTomlValue, removeTomlPath, replaceTomlValue } from "./toml-editor.ts";
import { isAtOrBelow, tomlStatements, type TomlPair } from "./toml-statements.ts";
import { isTomlTable, sameTomlValue, type TomlTable, type TomlValue } from "./toml-value.ts";

/** Keys from the root: `["vms", "my.vm", "session"]`. */
export type TomlPath = readonly string[];

/**
 * Parses TOML text.
 *
 * @param source - where the text is from, for messages.
 * @throws ValidationError (`INVALID_CONFIG`) naming source, line and column.
 */
export function parseToml(text: string, source: string): TomlTable {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const { line, column } = error;
    const reason = error.message.split("\n")[0]!.replace(/^Invalid TOML document: /, "");
    throw new ValidationError("INVALID_CONFIG", `${source}:${line}:${column}: ${reason}.`, {
      hint: "Correct that line; the file was left as it is.",
      details: { path: source, line, column },
      cause: error,
    });
  }
}

/**
 * TOML text that is edited key by key. What an edit does not name stays as it is, byte for byte: comments, order,
 * spacing, unknown keys.
 */
export class TomlDocument {
  #text: string;
  #data: TomlTable;

  /** @throws ValidationError (`INVALID_CONFIG`) when the text is not TOML. `source` names it in messages. */
  constructor(text: string, source: string = "TOML") {
    this.#text = text;
    this.#data = parseToml(text, source);
  }

  /** Everything in it. */
  get data(): TomlTable {
    return this.#data;
  }

  /** What stands at a path; `undefined` when nothing does. */
  get(path: TomlPath): TomlValue | undefined {
    let found: TomlValue | undefined = this.#data;
    for (const key of path) found = isTomlTable(found) && Object.hasOwn(found, key) ? found[key] : undefined;
    return found;
  }

  /**
   * Puts a value at a path; the same value again changes nothing. An object replaces the table that is there, key by key.
   * Lists are written on one line.
   *
   * @throws ValidationError (`INVALID_CONFIG_VALUE`) when TOML has no form for the value, or when something on the way
   * to the path is not a table.
   */
  set(path: TomlPath, value: TomlValue): void {
    this.#assertTables(path);
    const current = this.get(path);
    if (sameTomlValue(current, value)) return;
    const holder = this.#inlineTableOver(path);
    if (holder !== undefined) {
      const edited = withValue(this.get(holder) as TomlTable, path.slice(holder.length), value);
      this.#apply(path, value, (text) => replaceTomlValue(text, findPair(text, holder)!, edited));
    } else if (isTomlTable(value) && isTomlTable(current) && findPair(this.#text, path) === undefined) {
      this.#setTable(path, current, value);
    } else {
      this.#apply(path, value, (text) => writeValue(text, path, { value, current }));
    }
  }

  /** Removes a key, or a table with everything in it. Comments on lines of their own stay. Nothing there: nothing happens. */
  delete(path: TomlPath): void {
    if (path.length === 0 || this.get(path) === undefined) return;
    const holder = this.#inlineTableOver(path);
    if (holder === undefined) {
      this.#apply(path, undefined, (text) => keepTable(removeTomlPath(text, path), path.slice(0, -1)));
      return;
    }
    const edited = withValue(this.get(holder) as TomlTable, path.slice(holder.length), undefined);
    this.#apply(path, undefined, (text) => replaceTomlValue(text, findPair(text, holder)!, edited));
  }

  toString(): string {
    return this.#text;
  }

  #setTable(path: TomlPath, current: TomlTable, value: TomlTable): void {
    for (const key of Object.keys(current)) if (!Object.hasOwn(value, key)) this.delete([...path, key]);
    for (const [key, item] of Object.entries(value)) this.set([...path, key], item);
  }

  #assertTables(path: TomlPath): void {
    const blocked = path.findIndex((_key, length) => !isTomlTable(this.get(path.slice(0, length)) ?? {}));
    if (path.length > 0 && blocked < 0) return;
    throw new ValidationError(
      "INVALID_CONFIG_VALUE",
      `'${path.slice(0, Math.max(0, blocked)).join(".")}' is not a table.`,
      {
        hint: "Remove that key first.",
      },
    );
  }

  /** Path of the `key = { … }` that the path leads into. */
  #inlineTableOver(path: TomlPath): TomlPath | undefined {
    return path.map((_key, length) => path.slice(0, length)).find((above) => findPair(this.#text, above) !== undefined);
  }

  /** An edit is taken only when the text then says exactly what was meant. */
  #apply(path: TomlPath, value: TomlValue | undefined, edit: (text: string) => string): void {
    const text = edit(this.#text);
    const meant = withValue(this.#data, path, value);
    const data = parseToml(text, "edited TOML");
    if (!sameTomlValue(data, meant)) {
      throw new InternalError("TOML_EDIT_FAILED", `Could not write the key '${path.join(".")}'.`, {
        hint: "Edit the file by hand; it was left as it is.",
      });
    }
    this.#text = text;
    this.#data = data;
  }
}

function writeValue(
  text: string,
  path: TomlPath,
  { value, current }: { readonly value: TomlValue; readonly current: TomlValue | undefined },
): string {
  const pair = findPair(text, path);
  if (pair !== undefined) return replaceTomlValue(text, pair, value);
  const cleared = current === undefined ? text : removeTomlPath(text, path);
  return isTomlTable(value) ? appendTomlTable(cleared, path, value) : insertTomlValue(cleared, path, value);
}

/** A table that was there only through what has just been removed from it stays, empty. */
function keepTable(text: string, path: TomlPath): string {
  const isThere = path.length === 0 || tomlStatements(text).some((statement) => isAtOrBelow(statement.path, path));
  return isThere ? text : appendTomlTable(text, path, {});
}

function findPair(text: string, path: TomlPath): TomlPair | undefined {
  return tomlStatements(text).find(
    (statement): statement is TomlPair =>
      statement.kind === "pair" && statement.path.length === path.length && isAtOrBelow(statement.path, path),
  );
}

function withValue(table: TomlTable, path: TomlPath, value: TomlValue | undefined): TomlTable {
  const [key, ...rest] = path;
  const entries = new Map(Object.entries(table));
  const inner = entries.get(key!) ?? {};
  if (rest.length > 0) entries.set(key!, withValue(isTomlTable(inner) ? inner : {}, rest, value));
  else if (value === undefined) entries.delete(key!);
  else entries.set(key!, value);
  return Object.fromEntries(entries);
}

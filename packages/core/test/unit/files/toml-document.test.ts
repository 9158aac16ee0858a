import fc from "fast-check";
import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { TomlDocument } from "../../../src/files/toml-document.ts";
import { tomlStatements } from "../../../src/files/toml-statements.ts";
import { isTomlTable, sameTomlValue, type TomlTable, type TomlValue } from "../../../src/files/toml-value.ts";
import { newValue, pathsOf, tomlText } from "./toml-arbitraries.ts";

const RUNS = { numRuns: 400 };
const newKey = fc.oneof(fc.constantFrom("fresh", "new.key", "with space", ""), fc.string({ maxLength: 5 }));
const edit = fc.record({ pick: fc.nat(), key: newKey, value: newValue, kind: fc.constantFrom("set", "add", "delete") });

interface Edit {
  readonly path: string[];
  readonly value?: TomlValue;
}

function editOf(
  document: TomlDocument,
  { pick, key, value, kind }: typeof edit extends fc.Arbitrary<infer E> ? E : never,
): Edit {
  const paths = pathsOf(document.data);
  if (kind !== "add" && paths.length > 0) {
    const path = paths[pick % paths.length]!;
    return kind === "set" ? { path, value } : { path };
  }
  const tables = [[], ...paths.filter((path) => isTomlTable(document.get(path)))];
  return { path: [...tables[pick % tables.length]!, key], value };
}

function apply(document: TomlDocument, { path, value }: Edit): void {
  if (value === undefined) document.delete(path);
  else document.set(path, value);
}

function intended(table: TomlTable, [key, ...rest]: string[], value: TomlValue | undefined): TomlTable {
  const entries = Object.entries(table).filter(([name]) => name !== key);
  const inner = Object.hasOwn(table, key!) ? table[key!] : undefined;
  const next = rest.length === 0 ? value : intended(isTomlTable(inner) ? inner : {}, rest, value);
  return Object.fromEntries(next === undefined ? entries : [...entries, [key!, next]]);
}

function hasPath(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true;
  if (Array.isArray(value)) return value.some((item) => hasPath(item, [key, ...rest]));
  return isTomlTable(value) && Object.hasOwn(value, key) && hasPath(value[key], rest);
}

/** Comments on lines of their own, those inside values left out. */
function freeComments(text: string): string[] {
  const inside = tomlStatements(text).map(({ start, end }) => [start, end] as const);
  return [...text.matchAll(/^[ \t]*(# c\d{6})/gm)]
    .filter(({ index }) => !inside.some(([start, end]) => index >= start && index < end))
    .map(([, comment]) => comment!);
}

describe("editing TOML, for any text and edit", () => {
  it("finds the same keys that a parser finds", () => {
    fc.assert(
      fc.property(tomlText, (text) => {
        const data = parse(text);
        const found = tomlStatements(text).map(({ path }) => path);
        for (const path of found) expect(hasPath(data, path), path.join(" / ")).toBe(true);
        for (const key of Object.keys(data)) expect(found.some(([first]) => first === key)).toBe(true);
      }),
      RUNS,
    );
  });

  it("says afterwards what was meant, whatever else it says", () => {
    fc.assert(
      fc.property(tomlText, fc.array(edit, { minLength: 1, maxLength: 3 }), (text, edits) => {
        const document = new TomlDocument(text);
        for (const next of edits) {
          const change = editOf(document, next);
          const meant = intended(document.data, change.path, change.value);
          apply(document, change);
          expect(sameTomlValue(parse(document.toString()), meant)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it("keeps every comment that has a line of its own", () => {
    fc.assert(
      fc.property(tomlText, edit, (text, next) => {
        const document = new TomlDocument(text);
        apply(document, editOf(document, next));
        expect(freeComments(document.toString())).toEqual(freeComments(text));
      }),
      RUNS,
    );
  });

  it("keeps every line that it does not touch, byte for byte and in order", () => {
    fc.assert(
      fc.property(tomlText, edit, (text, next) => {
        const document = new TomlDocument(text);
        const change = editOf(document, next);
        const touched = new Set<string>();
        for (const { path, start, end } of tomlStatements(text)) {
          const isRelated = path.every((part, index) => index >= change.path.length || part === change.path[index]);
          if (!isRelated) continue;
          const from = text.lastIndexOf("\n", start - 1) + 1;
          const to = text.indexOf("\n", end);
          for (const line of text.slice(from, to < 0 ? text.length : to + 1).split("\n")) touched.add(line);
        }
        apply(document, change);
        const kept = text.split("\n").filter((line) => line !== "" && !touched.has(line));
        const lines = document.toString().split("\n");
        let at = 0;
        for (const line of kept) {
          at =
            lines.findIndex((other, index) => index >= at && other.replace(/\r$/, "") === line.replace(/\r$/, "")) + 1;
          expect(at, `line ${JSON.stringify(line)} is gone`).toBeGreaterThan(0);
        }
      }),
      RUNS,
    );
  });

  it("changes nothing when a value is set to what it is", () => {
    fc.assert(
      fc.property(tomlText, (text) => {
        const document = new TomlDocument(text);
        for (const path of pathsOf(document.data)) document.set(path, document.get(path)!);
        expect(document.toString()).toBe(text);
      }),
      RUNS,
    );
  });
});

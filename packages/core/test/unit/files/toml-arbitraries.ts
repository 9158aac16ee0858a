import fc from "fast-check";
import { parse } from "smol-toml";
import { isTomlTable, type TomlTable, type TomlValue } from "../../../src/files/toml-value.ts";

/** Values as people write them, in forms that no serialiser would choose. */
const writtenValue = fc.constantFrom(
  "1",
  "-3",
  "0xFF",
  "1_000",
  "1.50",
  "6.0",
  "inf",
  "true",
  '"text # no comment"',
  "'literal \\'",
  '"quote \\" \\u00e9"',
  '"""several\nlines # no comment\nkey = 1\n"""',
  "'''raw\n[not.a.table]\n'''",
  '""""quoted""""',
  "[1, 2, 3]",
  "[ 'a' ,\n  # comment inside\n 'b]',\n]",
  '{ p = 1, q = "}" }',
  "{}",
  "2026-01-02T03:04:05Z",
  "2026-01-02 03:04:05",
  "2026-01-02",
  "07:32:00",
);
const writtenKey = fc.constantFrom(
  "alpha",
  "beta",
  "'single'",
  '"my.vm"',
  '"sp ace"',
  "k-1",
  "_u",
  "1234",
  "dot.ted",
  "dot . other",
);
const comment = fc.integer({ min: 100_000, max: 999_999 }).map((number) => `# c${number}`);
const filler = fc.oneof(
  { weight: 3, arbitrary: fc.constant("") },
  comment,
  fc.constant("  "),
  comment.map((text) => `\t${text}`),
);

const pair = fc
  .record({
    key: writtenKey,
    equals: fc.constantFrom("=", " = ", "   =\t"),
    value: writtenValue,
    tail: fc.oneof(
      { weight: 3, arbitrary: fc.constant("") },
      comment.map((text) => `  ${text}`),
      fc.constant("   "),
    ),
    indent: fc.constantFrom("", "", "  "),
  })
  .map(({ key, equals, value, tail, indent }) => `${indent}${key}${equals}${value}${tail}`);

const body = fc.array(fc.oneof({ weight: 2, arbitrary: pair }, filler), { maxLength: 6 });
const header = fc.constantFrom(
  "[t]",
  "[ u ]",
  "[t.sub]",
  '["q t"]  # c111111',
  "[w.deep.er]",
  "[[list]]",
  "[list.inner]",
);
const section = fc.tuple(header, body).map(([head, lines]) => [head, ...lines]);

/** Valid TOML with all the ways to write it mixed. */
export const tomlText: fc.Arbitrary<string> = fc
  .tuple(
    body,
    fc.array(section, { maxLength: 4 }),
    fc.constantFrom("\n", "\n", "\r\n"),
    fc.constantFrom("\n", "\n", "", "\n\n\n"),
  )
  .map(([top, sections, eol, end]) => [...top, ...sections.flat()].join("\n").replaceAll("\n", eol) + end)
  .filter(isToml);

/** Values that programs put into a configuration. */
export const newValue: fc.Arbitrary<TomlValue> = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.maxSafeInteger(),
  fc.double(),
  fc.boolean(),
  fc.date({ noInvalidDate: true, min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T00:00:00Z") }),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.dictionary(
    fc.string({ maxLength: 4 }),
    fc.oneof(fc.string(), fc.boolean(), fc.dictionary(fc.string(), fc.integer())),
    {
      maxKeys: 3,
      noNullPrototype: true,
    },
  ),
);

/** Paths that exist in a table, those through lists of tables left out. */
export function pathsOf(table: TomlTable, above: readonly string[] = []): string[][] {
  return Object.entries(table).flatMap(([key, value]) => [
    [...above, key],
    ...(isTomlTable(value) ? pathsOf(value, [...above, key]) : []),
  ]);
}

function isToml(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

import { expect, it } from "vitest";
import { parsePythonRepr } from "../../src/az/python-repr.ts";

it.each([
  ["'plain'", "plain"],
  [`"it's"`, "it's"],
  [String.raw`'both \' and "'`, `both ' and "`],
  [String.raw`'line\nbreak\ttab\\slash'`, "line\nbreak\ttab\\slash"],
  [String.raw`'\xfc \u20ac \U0001f600'`, "ü € 😀"],
  [String.raw`'\\x41'`, String.raw`\x41`],
  ["202", "202"],
])("reads %s", (literal, expected) => {
  expect(parsePythonRepr(literal)).toBe(expected);
});

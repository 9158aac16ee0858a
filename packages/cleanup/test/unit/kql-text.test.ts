import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kqlText, kqlTexts } from "../../src/graph/kql-text.ts";

describe("a text in a Kusto query", () => {
  it.each([
    ["plain", "'plain'"],
    ["it's", String.raw`'it\'s'`],
    [String.raw`a\b`, String.raw`'a\\b'`],
    ["x' | take 1 //", String.raw`'x\' | take 1 //'`],
    ["line\nend", String.raw`'line\nend'`],
    ["\u0000\u2028", String.raw`'\u0000\u2028'`],
    ["schön 😀", "'schön 😀'"],
  ])("is a literal: %j", (text, literal) => {
    verifies("CLEAN-01");
    expect(kqlText(text)).toBe(literal);
  });

  it("never ends before its last quote, whatever is in it", () => {
    verifies("CLEAN-01");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const inner = kqlText(text).slice(1, -1);
        expect(inner.replaceAll(/\\(?:u[\da-f]{4}|.)/gu, "")).not.toMatch(/['\\\n\r\u2028\u2029]/);
      }),
    );
  });

  it("can be one of a list", () => {
    expect(kqlTexts(["a", "b'"])).toBe(String.raw`('a', 'b\'')`);
  });
});

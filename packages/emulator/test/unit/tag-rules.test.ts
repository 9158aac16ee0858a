import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeTags, readTags, removeTags, TAG_LIMITS } from "../../src/arm/tag-rules.ts";

const tagName = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9-]{0,8}$/);
const tags = fc.dictionary(tagName, fc.string({ maxLength: 8 }), { maxKeys: 10 }).map((read) => readTags(read) ?? {});
const lowerNames = (of: object): string[] => Object.keys(of).map((name) => name.toLowerCase());

describe("tag rules", () => {
  it("never let two names differ in case only", () => {
    fc.assert(
      fc.property(tags, tags, (present, changes) => {
        const names = lowerNames(mergeTags(present, changes));
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });

  it("let a merge win, and leave everything else as it was", () => {
    fc.assert(
      fc.property(tags, tags, (present, changes) => {
        const merged = mergeTags(present, changes);
        const wanted = new Map(Object.entries(changes).map(([name, value]) => [name.toLowerCase(), value]));
        for (const [name, value] of Object.entries(merged)) {
          expect(value).toBe(wanted.get(name.toLowerCase()) ?? present[name]);
        }
        expect(mergeTags(merged, changes)).toEqual(merged);
      }),
    );
  });

  it("keep the first spelling of a name", () => {
    expect(mergeTags({ Team: "a" }, { TEAM: "b" })).toEqual({ Team: "b" });
  });

  it("remove a tag by name and value, or whatever its value when none is told", () => {
    expect(removeTags({ A: "1", b: "2" }, { a: "1", B: "other" })).toEqual({ b: "2" });
    expect(removeTags({ A: "1" }, { a: "" })).toEqual({});
  });

  it.each([
    ["a < b", "x", "InvalidTagNameCharacters"],
    [" ", "x", "InvalidTagNameCharacters"],
    ["n".repeat(TAG_LIMITS.nameLength + 1), "x", "InvalidTagName"],
    ["n", "v".repeat(TAG_LIMITS.valueLength + 1), "InvalidTagValue"],
    ["n", { nested: true }, "InvalidTagValue"],
  ])("refuse the tag %j: %j", (name, value, code) => {
    expect(() => readTags({ [name]: value })).toThrow(expect.objectContaining({ status: 400, code }));
  });

  it("refuse more tags than Azure takes, also by merging", () => {
    const many = (prefix: string, count: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, "v"]));
    expect(Object.keys(mergeTags(many("a", 25), many("b", 25)))).toHaveLength(TAG_LIMITS.count);
    expect(() => mergeTags(many("a", 26), many("b", 25))).toThrow(expect.objectContaining({ code: "TooManyTags" }));
    expect(() => readTags(many("a", 51))).toThrow(expect.objectContaining({ code: "TooManyTags" }));
  });

  it("read null as no change, and take numbers and booleans as texts", () => {
    expect(readTags(null)).toBeUndefined();
    expect(readTags({ n: 5, b: true, empty: null })).toEqual({ n: "5", b: "true", empty: "" });
    expect(() => readTags("a=b")).toThrow(expect.objectContaining({ code: "InvalidRequestContent" }));
  });
});

import { describe, expect, test } from "vitest";
import { wildcard } from "../../../src/index.ts";

describe("wildcard", () => {
  test.each([
    ["a*c", "abc", true],
    ["a*c", "a/b\nc", true],
    ["a*c", "abcd", false],
    ["a.c", "abc", false],
    ["(a|b)[c]", "(a|b)[c]", true],
    ["*", "", true],
    ["Abc", "abc", false],
  ])("reads %j and %j: %s", (pattern, text, isMatch) => {
    expect(wildcard(pattern).test(text)).toBe(isMatch);
  });

  test("leaves upper and lower case alone where that is asked for", () => {
    expect(wildcard("Microsoft.*/READ", { isCaseSensitive: false }).test("microsoft.compute/read")).toBe(true);
  });
});

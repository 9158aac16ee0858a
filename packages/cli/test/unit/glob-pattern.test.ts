import { expect, it } from "vitest";
import { globPattern } from "../../src/selection/glob-pattern.ts";

it.each([
  ["ci-*", "ci-01", true],
  ["ci-*", "my-ci-01", false],
  ["CI-?", "ci-1", true],
  ["ci-?", "ci-12", false],
  ["db-[12]", "db-2", true],
  ["db-[!12]", "db-2", false],
  ["db-[!12]", "db-3", true],
  ["a.b", "axb", false],
  ["a[", "a[", true],
  ["(x)+", "(x)+", true],
  ["*", "", true],
])("the pattern %j and the name %j: %s", (glob, name, isMatch) => {
  expect(globPattern(glob).test(name)).toBe(isMatch);
});

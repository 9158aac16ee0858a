import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAdvanced } from "../../src/services/graph/query/filter.ts";
import { matchesFilter } from "../../src/services/graph/query/matches-filter.ts";
import { parseFilter } from "../../src/services/graph/query/parse-filter.ts";

const DOCUMENT = {
  displayName: "Demo",
  accountEnabled: true,
  createdDateTime: "2026-01-02T03:04:05Z",
  notes: null,
  tags: ["azlin", "run:1"],
  passwordCredentials: [{ displayName: "one" }],
  info: { logoUrl: "https://logo" },
};

const finds = (filter: string): boolean => matchesFilter(parseFilter(filter), DOCUMENT);

describe("a filter of Graph", () => {
  it.each([
    ["displayName eq 'demo'", true],
    ["displayName ne 'demo'", false],
    ["displayName in ('x', 'DEMO')", true],
    ["displayName gt 'a' and displayName lt 'z'", true],
    ["startswith(displayName,'de')", true],
    ["startsWith(displayName, 'x')", false],
    ["endswith(displayName,'MO')", true],
    ["contains(displayName,'em')", true],
    ["accountEnabled eq true", true],
    ["accountEnabled eq false", false],
    ["notes eq null", true],
    ["unknown eq null", true],
    ["unknown eq 'x'", false],
    ["info/logoUrl eq 'https://logo'", true],
    ["createdDateTime ge 2026-01-01T00:00:00Z", true],
    ["createdDateTime le 2026-01-01T00:00:00Z", false],
    ["tags/any(t:t eq 'run:1')", true],
    ["tags/any(t: startswith(t, 'run:'))", true],
    ["tags/any(t:startswith(t,'x:'))", false],
    ["tags/any()", true],
    ["passwordCredentials/any(p:p/displayName eq 'one')", true],
    ["not(displayName eq 'demo')", false],
    ["not startswith(displayName,'x')", true],
    ["displayName eq 'x' or accountEnabled eq true and notes eq null", true],
    ["(displayName eq 'x' or accountEnabled eq true) and notes eq 'y'", false],
  ])("%s is %s", (filter, expected) => {
    expect(finds(filter)).toBe(expected);
  });

  it.each([
    "",
    "displayName",
    "displayName like 'x'",
    "displayName eq",
    "displayName eq 'x",
    "displayName eq 'x' and",
    "(displayName eq 'x'",
    "displayName in 'x'",
    "startswith(displayName)",
    "startswith(displayName, 5)",
    "indexof(displayName,'x') eq 1",
    "displayName eq 'x' displayName",
    "displayName eq #",
  ])("is refused when it reads %j", (filter) => {
    expect(() => parseFilter(filter)).toThrow(expect.objectContaining({ status: 400, code: "Request_BadRequest" }));
  });

  it.each([
    ["displayName eq 'x'", false],
    ["displayName in ('x')", false],
    ["tags/any(t:t eq 'x')", false],
    ["displayName ne 'x'", true],
    ["startswith(displayName,'x') and endswith(displayName,'x')", true],
    ["not(tags/any(t:t eq 'x'))", true],
    ["tags/any(t:t ne 'x')", true],
  ])("%s asks for the index: %s", (filter, expected) => {
    expect(isAdvanced(parseFilter(filter))).toBe(expected);
  });

  it("finds any text by itself, its quotes doubled", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const filter = parseFilter(`displayName eq '${text.replaceAll("'", "''")}'`);
        expect(matchesFilter(filter, { displayName: text })).toBe(true);
        expect(matchesFilter(filter, { displayName: `${text}!` })).toBe(false);
      }),
    );
  });
});

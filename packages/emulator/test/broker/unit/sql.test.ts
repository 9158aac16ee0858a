import { seededRandom } from "@azlin/core";
import { describe, expect, it } from "vitest";
import type { MessageFields, PropertyValue } from "../../../src/broker/entities/message-content.ts";
import { actionEdits } from "../../../src/broker/sql/action-edits.ts";
import { evaluate } from "../../../src/broker/sql/evaluate.ts";
import { parseAction } from "../../../src/broker/sql/parse-action.ts";
import { parseFilter } from "../../../src/broker/sql/parse-filter.ts";

const MESSAGE: MessageFields = {
  messageId: "m1",
  subject: "it's",
  applicationProperties: { n: 5, text: "abc", flag: true, "odd name": 1, at: new Date(1000), long: 7n },
};

function value(text: string, parameters: Record<string, PropertyValue> = {}): unknown {
  return evaluate(parseFilter(text), { message: MESSAGE, parameters, random: seededRandom(1) });
}

describe("SQL of rules", () => {
  it.each([
    ["n = 5", true],
    ["n <> 5", false],
    ["n != 4 AND n >= 5", true],
    ["n + 1 = 6 AND n * 2 = 10 AND n % 2 = 1 AND -n = 0 - 5", true],
    ["(n = 4 OR n = 5) AND NOT n = 6", true],
    ["n > 1 OR absent = 1", true],
    ["text = 'abc' AND user.text LIKE 'a%' AND text LIKE '_b_' AND text NOT LIKE 'b%'", true],
    ["text LIKE 'a!%' ESCAPE '!'", false],
    ["sys.Label = 'it''s' AND SYS.MessageId = 'm1'", true],
    ["n IN (1, 5) AND text NOT IN ('x', 'y')", true],
    ["absent IS NULL AND n IS NOT NULL", true],
    ["EXISTS(n) AND NOT EXISTS(absent)", true],
    ["[odd name] = 1 AND \"odd name\" = 1 AND property('odd name') = 1", true],
    ["flag", true],
    ["flag = TRUE", true],
    ["N = 5", true],
    ["text = 5", false],
    ["long = 7", true],
    ["n / 0 = 1", undefined],
    ["absent = 1", undefined],
    ["NOT absent = 1", undefined],
    ["absent = 1 AND n = 4", false],
    ["1=1", true],
  ])("%s comes to %s", (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it("parameters stand for what the rule gives them", () => {
    expect(value("n = @wanted", { wanted: 5 })).toBe(true);
    expect(value("n = @wanted", { "@wanted": 5 })).toBe(true);
  });

  it.each([
    ["n =", "Expected the name of a property but found the end at position 4 of 'n ='."],
    ["n = 5 5", "Expected an operator or the end but found '5' at position 7 of 'n = 5 5'."],
    ["n ~ 5", "Unexpected '~' at position 3 of 'n ~ 5'."],
    [
      "upper(n) = 'A'",
      "Expected one of the functions newid and property but found 'n' at position 7 of 'upper(n) = 'A''.",
    ],
    ["other.n = 1", "Expected 'sys' or 'user' before the name but found 'n' at position 7 of 'other.n = 1'."],
    ["n IN ()", "Expected the name of a property but found ')' at position 7 of 'n IN ()'."],
  ])("%s is refused at its position", (text, message) => {
    expect(() => parseFilter(text)).toThrow(message);
  });

  it("an action sets and removes, in its order", () => {
    const statements = parseAction("SET a = n + 1; SET b = a * 2; REMOVE text; SET sys.Label = 'new'; SET c = newid()");
    const edits = actionEdits(statements, { message: MESSAGE, parameters: {}, random: seededRandom(1) });
    expect(edits).toMatchObject({
      applicationProperties: { a: 6, b: 12, text: undefined },
      fields: { subject: "new" },
    });
    expect(edits.applicationProperties!["c"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("what is no action is refused at its position", () => {
    expect(() => parseAction("DELETE n")).toThrow("Expected SET or REMOVE but found 'DELETE' at position 1");
    expect(() => parseAction("SET n = 1 SET m = 2")).toThrow("Expected ';' or the end but found 'SET' at position 11");
  });
});

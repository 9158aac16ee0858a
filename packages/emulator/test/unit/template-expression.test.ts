import { describe, expect, it } from "vitest";
import { createEmulator } from "../../src/index.ts";
import { evaluateTemplate } from "../../src/services/resources/deployments/evaluate-template.ts";
import { parseExpression } from "../../src/arm/template-expression.ts";
import type { TemplateContext } from "../../src/services/resources/deployments/template-context.ts";
import type { Json } from "../../src/json/json.ts";

function evaluate(part: Json): Json {
  const context: TemplateContext = {
    world: createEmulator({ seed: 1, clock: "virtual" }).world,
    scope: { subscriptionId: "s", resourceGroup: "rg" },
    deploymentName: "main",
    parameters: { name: "vm", list: ["a", "b"], flag: true, nested: { deep: [{ key: 7 }] } },
    variables: { twice: "[concat(parameters('name'), parameters('name'))]" },
    symbols: {},
  };
  return evaluateTemplate(part, context);
}

describe("template expressions", () => {
  it.each<[Json, Json]>([
    ["plain", "plain"],
    ["[[not an expression]", "[not an expression]"],
    ["[parameters('NAME')]", "vm"],
    ["[variables('twice')]", "vmvm"],
    ["[parameters('nested').deep[0].key]", 7],
    ["[parameters('list')[1]]", "b"],
    ["[format('{0}-{1}', parameters('name'), 3)]", "vm-3"],
    ["[if(parameters('flag'), 'yes', parameters('undeclared'))]", "yes"],
    ["[toUpper(concat('it''s ', 'fine'))]", "IT'S FINE"],
    ["[concat(parameters('list'), createArray('c'))]", ["a", "b", "c"]],
    ["[union(createObject('a', 1), createObject('b', -2))]", { a: 1, b: -2 }],
    ["[resourceId('A.B/c/d', 'x', 'y')]", "/subscriptions/s/resourceGroups/rg/providers/A.B/c/x/d/y"],
    ["[resourceId('other', 'A.B/c', 'x')]", "/subscriptions/s/resourceGroups/other/providers/A.B/c/x"],
    ["[subscriptionResourceId('A.B/c', 'x')]", "/subscriptions/s/providers/A.B/c/x"],
    ["[equals(length(split('a,b', ',')), 2)]", true],
    ["[coalesce(null(), tryGet(parameters('nested'), 'missing'), 'rest')]", "rest"],
    ["[uniqueString('a')]", expect.stringMatching(/^[0-9a-f]{13}$/) as Json],
    [{ "[parameters('name')]": ["[parameters('flag')]"] }, { vm: [true] }],
  ])("evaluate %j", (part, expected) => {
    expect(evaluate(part)).toEqual(expected);
  });

  it.each(["[nope()]", "[parameters('gone')]", "[variables('gone')]", "[concat('a'", "[concat('a',]", "[1 2]", "[$x]"])(
    "refuse %j",
    (text) => {
      const broken = text.endsWith("]") ? text : `${text}]`;
      expect(() => evaluate(broken)).toThrow(expect.objectContaining({ status: 400, code: "InvalidTemplate" }));
    },
  );

  it("read calls, members and indexes as a tree", () => {
    expect(parseExpression("f(1).a['b']")).toEqual({
      kind: "member",
      of: {
        kind: "member",
        of: { kind: "call", name: "f", arguments: [{ kind: "literal", value: 1 }] },
        key: { kind: "literal", value: "a" },
      },
      key: { kind: "literal", value: "b" },
    });
  });
});

import { unresolvedName } from "../kql-error.ts";
import type { ExpressionCompiler } from "../plan.ts";
import { nameOf, part } from "../syntax/syntax-node.ts";
import { isBag, type Value } from "../value.ts";

/** Columns, and ways into dynamic values: `properties.a.b`, `tags['a-b']`, `zones[0]`. */
export const PATHS: Readonly<Record<string, ExpressionCompiler>> = {
  NameReference: (node, scope) => {
    const name = nameOf(node);
    if (!scope.columns.includes(name)) throw unresolvedName(node, name);
    return (row) => row.get(name);
  },
  PathExpression: (node, scope) => {
    const container = scope.compile(part(node, "Expression"));
    const selector = part(node, "Selector");
    if (selector.kind !== "NameReference") {
      const key = scope.compile(part(selector, "Expression"));
      return (row) => memberOf(container(row), key(row));
    }
    const name = nameOf(selector);
    return (row) => memberOf(container(row), name);
  },
  ElementExpression: (node, scope) => {
    const container = scope.compile(part(node, "Expression"));
    const key = scope.compile(part(part(node, "Selector"), "Expression"));
    return (row) => memberOf(container(row), key(row));
  },
};

/** A member of a bag by its exact name, or an element of an array; from the end when the index is negative. */
function memberOf(container: Value, key: Value): Value {
  if (Array.isArray(container)) return typeof key === "number" ? (container.at(key) ?? null) : null;
  if (!isBag(container) || typeof key !== "string" || !Object.hasOwn(container, key)) return null;
  return container[key] ?? null;
}

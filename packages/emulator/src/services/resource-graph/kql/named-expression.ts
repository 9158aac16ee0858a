import { FUNCTIONS } from "./functions/index.ts";
import { listAt, nameOf, part, type SyntaxNode } from "./syntax/syntax-node.ts";

/** An expression that makes a column. */
export interface NamedExpression {
  readonly name: string;
  readonly expression: SyntaxNode;
}

/** Expressions with the names that the query or KQL's rules give to their columns. */
export function nameExpressions(
  nodes: readonly SyntaxNode[],
  implied: (node: SyntaxNode) => string | undefined = impliedName,
): NamedExpression[] {
  const taken = new Set<string>();
  let anonymous = 0;
  return nodes.map((node) => {
    const isNamed = node.kind === "SimpleNamedExpression";
    const expression = isNamed ? part(node, "Expression") : node;
    const wanted = isNamed ? nameOf(part(node, "Name")) : (implied(node) ?? `Column${++anonymous}`);
    return { name: claimName(wanted, taken), expression };
  });
}

/** A name that is not taken yet: `name`, `name1`, `name2` …; taken from now on. */
export function claimName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 1; taken.has(name); number++) name = `${wanted}${number}`;
  taken.add(name);
  return name;
}

/** The name that an expression's column has by itself: `properties.a.b` → `properties_a_b`. */
export function impliedName(node: SyntaxNode): string | undefined {
  if (node.kind === "NameReference") return nameOf(node);
  if (node.kind === "PathExpression" || node.kind === "ElementExpression") {
    const names = [impliedName(part(node, "Expression")), selectorName(part(node, "Selector"))];
    return names.filter((name) => name !== undefined).join("_");
  }
  if (node.kind !== "FunctionCallExpression") return undefined;
  const [first] = listAt(part(node, "ArgumentList"), "Expressions");
  const keepsName = FUNCTIONS[nameOf(part(node, "Name"))]?.keepsName === true;
  return keepsName && first !== undefined ? impliedName(first) : undefined;
}

function selectorName(selector: SyntaxNode): string {
  if (selector.kind === "NameReference") return nameOf(selector);
  const key = part(selector, "Expression");
  return part(key, "Token").value ?? key.text;
}

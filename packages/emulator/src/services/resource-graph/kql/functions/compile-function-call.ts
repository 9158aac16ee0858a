import { failure, unknownFunction } from "../kql-error.ts";
import type { Evaluate, ExpressionScope } from "../plan.ts";
import { listAt, nameOf, part, type SyntaxNode } from "../syntax/syntax-node.ts";
import { FUNCTIONS } from "./index.ts";

/** Compiles a call of a scalar function. @throws KqlError for an unknown one, and for a wrong number of arguments. */
export function compileFunctionCall(node: SyntaxNode, scope: ExpressionScope): Evaluate {
  const name = nameOf(part(node, "Name"));
  const definition = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (definition === undefined) throw unknownFunction(name);
  const given = listAt(part(node, "ArgumentList"), "Expressions").map((argument) => scope.compile(argument));
  const { least, most = least } = definition;
  if (given.length < least || given.length > most) {
    const wanted = least === most ? String(least) : `${least} to ${most}`;
    throw failure(node, `${name}(): function expects ${wanted} argument(s), not ${given.length}.`);
  }
  return (row) =>
    definition.apply(
      given.map((evaluate) => evaluate(row)),
      scope,
    );
}

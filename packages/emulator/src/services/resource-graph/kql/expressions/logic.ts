import type { ExpressionCompiler } from "../plan.ts";
import { part } from "../syntax/syntax-node.ts";

/** `and`, `or`: with a third answer, unknown, when what is known does not decide. */
export const LOGIC: Readonly<Record<string, ExpressionCompiler>> = {
  AndExpression: connective(false),
  OrExpression: connective(true),
};

/** `deciding` is the answer of one side that settles the whole. */
function connective(deciding: boolean): ExpressionCompiler {
  return (node, scope) => {
    const left = scope.compile(part(node, "Left"));
    const right = scope.compile(part(node, "Right"));
    return (row) => {
      const first = left(row);
      if (first === deciding) return deciding;
      const second = right(row);
      if (second === deciding) return deciding;
      return first === !deciding && second === !deciding ? !deciding : null;
    };
  };
}

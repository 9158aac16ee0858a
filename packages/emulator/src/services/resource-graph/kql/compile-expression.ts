import { ARITHMETIC } from "./expressions/arithmetic.ts";
import { COMPARISONS } from "./expressions/comparisons.ts";
import { LITERALS } from "./expressions/literals.ts";
import { LOGIC } from "./expressions/logic.ts";
import { MEMBERSHIP } from "./expressions/membership.ts";
import { PATHS } from "./expressions/paths.ts";
import { TEXT_MATCHES } from "./expressions/text-matches.ts";
import { compileFunctionCall } from "./functions/compile-function-call.ts";
import { unsupported } from "./kql-error.ts";
import type { Evaluate, ExpressionCompiler, ExpressionScope } from "./plan.ts";
import { withoutParentheses, type SyntaxNode } from "./syntax/syntax-node.ts";

/** How each kind of expression is compiled. A new family of operators is a file beside these and a line here. */
const EXPRESSIONS: Readonly<Record<string, ExpressionCompiler>> = {
  ...LITERALS,
  ...PATHS,
  ...COMPARISONS,
  ...TEXT_MATCHES,
  ...MEMBERSHIP,
  ...LOGIC,
  ...ARITHMETIC,
  FunctionCallExpression: compileFunctionCall,
};

/**
 * Compiles an expression over the columns of a scope.
 *
 * @throws KqlError for what is not supported, and for names that do not exist.
 */
export function compileExpression(node: SyntaxNode, scope: ExpressionScope): Evaluate {
  const bare = withoutParentheses(node);
  const compile = EXPRESSIONS[bare.kind];
  if (compile === undefined) throw unsupported(bare, `the expression '${bare.text}'`);
  return compile(bare, scope);
}

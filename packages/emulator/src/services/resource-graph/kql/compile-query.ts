import { compileExpression } from "./compile-expression.ts";
import { failure, unknownTable, unsupported } from "./kql-error.ts";
import { OPERATORS } from "./operators/index.ts";
import type { ExpressionScope, Plan } from "./plan.ts";
import { listAt, nameOf, part, withoutParentheses, type SyntaxNode } from "./syntax/syntax-node.ts";

/** What a query is compiled against. */
export interface QueryContext {
  /** The query's time; milliseconds since the epoch. */
  readonly nowMs: number;
  /** The table of a name, or `undefined`. */
  table(name: string): Plan | undefined;
}

/**
 * Turns a parsed query into a plan. Nothing is read yet.
 *
 * @throws KqlError for operators, functions, tables and columns that do not exist here.
 */
export function compileQuery(root: SyntaxNode, context: QueryContext): Plan {
  const [statement, second] = listAt(root, "Statements");
  if (statement === undefined) throw failure(root, "The query is empty.");
  if (second !== undefined) throw unsupported(second, "more than one statement");
  if (statement.kind !== "ExpressionStatement") throw unsupported(statement, `the statement '${statement.text}'`);
  return compileTabular(part(statement, "Expression"), context);
}

function compileTabular(node: SyntaxNode, context: QueryContext): Plan {
  const bare = withoutParentheses(node);
  if (bare.kind === "PipeExpression") {
    const input = compileTabular(part(bare, "Expression"), context);
    return compileOperator(part(bare, "Operator"), input, context);
  }
  if (bare.kind === "UnionOperator") return compileOperator(bare, NOTHING, context);
  if (bare.kind !== "NameReference") throw unsupported(bare, `'${bare.text}' as a table`);
  const table = context.table(nameOf(bare));
  if (table === undefined) throw unknownTable(nameOf(bare));
  return table;
}

/** What a pipe-less `union` begins with. */
const NOTHING: Plan = { columns: [], isLimited: false, rows: () => [] };

function compileOperator(node: SyntaxNode, input: Plan, context: QueryContext): Plan {
  const compile = OPERATORS[node.kind];
  if (compile === undefined) throw unsupported(node, `the operator '${/^[\w-]+/.exec(node.text)?.[0] ?? node.text}'`);
  return compile({
    node,
    input,
    scope: (plan = input) => scopeOf(plan.columns, context.nowMs),
    compileQuery: (inner) => compileTabular(inner, context),
  });
}

function scopeOf(columns: readonly string[], nowMs: number): ExpressionScope {
  const scope: ExpressionScope = { columns, nowMs, compile: (node) => compileExpression(node, scope) };
  return scope;
}

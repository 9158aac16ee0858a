import { orderValues } from "../compare.ts";
import type { Evaluate, ExpressionScope, OperatorCompiler, Plan } from "../plan.ts";
import type { Row } from "../row.ts";
import { listAt, part, type SyntaxNode } from "../syntax/syntax-node.ts";
import type { Value } from "../value.ts";
import { readCount } from "./take.ts";

/** `sort by`, `order by`: descending unless `asc` is said. */
export const compileSort: OperatorCompiler = ({ node, input, scope }): Plan => {
  const orderings = listAt(node, "Expressions").map((expression) => readOrdering(expression, scope()));
  return { ...input, rows: () => sorted(input.rows(), orderings) };
};

/** `top n by`: the first rows of an order. */
export const compileTop: OperatorCompiler = ({ node, input, scope }): Plan => {
  const count = readCount(part(node, "Expression"), scope());
  const ordering = readOrdering(part(node, "ByExpression"), scope());
  return { ...input, isLimited: true, rows: () => sorted(input.rows(), [ordering]).slice(0, count) };
};

interface Ordering {
  readonly evaluate: Evaluate;
  readonly isAscending: boolean;
  readonly nullsFirst: boolean;
}

function readOrdering(node: SyntaxNode, scope: ExpressionScope): Ordering {
  const isOrdered = node.kind === "OrderedExpression";
  const ordering = node.parts.get("Ordering");
  const isAscending = ordering?.parts.get("AscOrDescKeyword")?.text === "asc";
  const nulls = ordering?.parts.get("NullsClause")?.parts.get("FirstOrLastKeyword")?.text;
  return {
    evaluate: scope.compile(isOrdered ? part(node, "Expression") : node),
    isAscending,
    nullsFirst: nulls === undefined ? isAscending : nulls === "first",
  };
}

function sorted(rows: Iterable<Row>, orderings: readonly Ordering[]): Row[] {
  const keyed = Array.from(rows, (row) => ({ row, keys: orderings.map(({ evaluate }) => evaluate(row)) }));
  keyed.sort((left, right) => {
    for (const [index, ordering] of orderings.entries()) {
      const order = orderByKey(left.keys[index]!, right.keys[index]!, ordering);
      if (order !== 0) return order;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

function orderByKey(left: Value, right: Value, { isAscending, nullsFirst }: Ordering): number {
  if (left === null || right === null) {
    if (left === right) return 0;
    return (left === null) === nullsFirst ? -1 : 1;
  }
  const order = orderValues(left, right);
  return isAscending ? order : -order;
}

import { failure } from "../kql-error.ts";
import type { ExpressionScope, OperatorCompiler, Plan } from "../plan.ts";
import { EMPTY_ROW, rowOf, type Row } from "../row.ts";
import { part, type SyntaxNode } from "../syntax/syntax-node.ts";

/** `take`, `limit`: some rows, here the first ones. */
export const compileTake: OperatorCompiler = ({ node, input, scope }): Plan => {
  const count = readCount(part(node, "Expression"), scope());
  function* rows(): Generator<Row> {
    let left = count;
    if (left === 0) return;
    for (const row of input.rows()) {
      yield row;
      if (--left === 0) return;
    }
  }
  return { ...input, isLimited: true, rows };
};

/** `count`: how many rows there are. */
export const compileCount: OperatorCompiler = ({ input }): Plan => ({
  columns: ["Count"],
  isLimited: false,
  rows: () => {
    let count = 0;
    for (const _row of input.rows()) count++;
    return [rowOf(new Map([["Count", count]]))];
  },
});

/** A number of rows written in the query. @throws KqlError for anything else. */
export function readCount(node: SyntaxNode, scope: ExpressionScope): number {
  const count = scope.compile(node)(EMPTY_ROW);
  if (typeof count !== "number" || !Number.isInteger(count) || count < 0) {
    throw failure(node, `'${node.text}' is not a number of rows.`);
  }
  return count;
}

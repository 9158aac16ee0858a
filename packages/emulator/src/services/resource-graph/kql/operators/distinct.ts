import { nameExpressions } from "../named-expression.ts";
import type { OperatorCompiler, Plan } from "../plan.ts";
import { rowOf, type Row } from "../row.ts";
import { listAt, type SyntaxNode } from "../syntax/syntax-node.ts";
import { keyOf, type Value } from "../value.ts";

/** `distinct`: the combinations of values that there are; `*` stands for all columns. */
export const compileDistinct: OperatorCompiler = ({ node, input, scope }): Plan => {
  const wanted = listAt(node, "Expressions");
  const isAll = wanted.some(({ kind }) => kind === "StarExpression");
  const columns = isAll
    ? input.columns.map((name) => ({ name, evaluate: (row: Row): Value => row.get(name) }))
    : nameExpressions(wanted as SyntaxNode[]).map(({ name, expression }) => ({
        name,
        evaluate: scope().compile(expression),
      }));
  function* rows(): Generator<Row> {
    const seen = new Set<string>();
    for (const row of input.rows()) {
      const values = columns.map(({ evaluate }) => evaluate(row));
      const key = JSON.stringify(values.map(keyOf));
      if (seen.has(key)) continue;
      seen.add(key);
      yield rowOf(new Map(columns.map(({ name }, index) => [name, values[index]!])));
    }
  }
  return { columns: columns.map(({ name }) => name), isLimited: input.isLimited, rows };
};

import { unsupported } from "../kql-error.ts";
import { nameExpressions } from "../named-expression.ts";
import type { ExpressionScope, OperatorCompiler, Plan } from "../plan.ts";
import { layeredRow, type Row } from "../row.ts";
import { listAt, part, type SyntaxNode } from "../syntax/syntax-node.ts";
import { readCount } from "./take.ts";
import { isBag, toText, type Value } from "../value.ts";

/** `mv-expand`: a row for each element of an array or member of a bag; several are walked side by side. */
export const compileMvExpand: OperatorCompiler = ({ node, input, scope }): Plan => {
  const [parameter] = listAt(node, "Parameters");
  const limit = limitOf(node, scope());
  if (parameter !== undefined) throw unsupported(parameter, `mv-expand with '${parameter.text}'`);
  const wanted = listAt(node, "Expressions");
  const types = wanted.map((one) => one.parts.get("ToTypeOf"));
  const columns = nameExpressions(wanted.map((one) => part(one, "Expression"))).map(({ name, expression }, index) => ({
    name,
    evaluate: scope().compile(expression),
    isText: /\bstring\b/.test(types[index]?.text ?? ""),
  }));
  const added = columns.map(({ name }) => name).filter((name) => !input.columns.includes(name));
  function* rows(): Generator<Row> {
    for (const row of input.rows()) {
      const lists = columns.map(({ evaluate }) => elementsOf(evaluate(row)));
      const length = Math.min(limit, Math.max(...lists.map((list) => list.length)));
      for (let index = 0; index < length; index++) {
        const values = columns.map(({ name, isText }, at): [string, Value] => {
          const value = lists[at]![index] ?? null;
          return [name, isText ? toText(value) : value];
        });
        yield layeredRow(row, new Map(values));
      }
    }
  }
  return { ...input, columns: [...input.columns, ...added], rows };
};

/** How many rows each row may become. */
function limitOf(node: SyntaxNode, scope: ExpressionScope): number {
  const clause = node.parts.get("RowLimitClause");
  return clause === undefined ? Infinity : readCount(part(clause, "RowLimit"), scope);
}

/** Nothing expands to one nothing, an empty array to no row at all. */
function elementsOf(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  if (isBag(value)) return Object.entries(value).map(([key, member]) => ({ [key]: member }));
  return [value];
}

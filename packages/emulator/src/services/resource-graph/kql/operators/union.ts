import { unsupported } from "../kql-error.ts";
import type { OperatorCompiler, Plan } from "../plan.ts";
import type { Row } from "../row.ts";
import { listAt } from "../syntax/syntax-node.ts";

/** `union`: the rows of several tables, with the columns of all. */
export const compileUnion: OperatorCompiler = ({ node, input, compileQuery }): Plan => {
  const [parameter] = listAt(node, "Parameters");
  if (parameter !== undefined) throw unsupported(parameter, `union with '${parameter.text}'`);
  const all = [input, ...listAt(node, "Expressions").map((one) => compileQuery(one))];
  return {
    columns: [...new Set(all.flatMap(({ columns }) => columns))],
    isLimited: all.some(({ isLimited }) => isLimited),
    rows: () => rowsOf(all),
  };
};

function* rowsOf(plans: readonly Plan[]): Generator<Row> {
  for (const plan of plans) {
    const own = new Set(plan.columns);
    // A column that only other tables have is empty here, even if this table's rows could tell it.
    for (const row of plan.rows()) yield { get: (column) => (own.has(column) ? row.get(column) : null) };
  }
}

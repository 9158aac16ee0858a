import { unsupported } from "../kql-error.ts";
import type { OperatorCompiler, Plan } from "../plan.ts";
import type { Row } from "../row.ts";
import { listAt, nameOf, part, type SyntaxNode } from "../syntax/syntax-node.ts";

/** `union`: the rows of several tables, with the columns of all, or with those that all have. */
export const compileUnion: OperatorCompiler = ({ node, input, compileQuery }): Plan => {
  const kind = readKind(node);
  const all = [input, ...listAt(node, "Expressions").map((one) => compileQuery(one))];
  const columns = [...new Set(all.flatMap((plan) => plan.columns))];
  // What a union begins with when no pipe leads into it has no columns, and does not count.
  const tables = all.filter((plan) => plan.columns.length > 0);
  return {
    columns: kind === "inner" ? columns.filter((name) => tables.every((plan) => plan.columns.includes(name))) : columns,
    isLimited: all.some(({ isLimited }) => isLimited),
    rows: () => rowsOf(all),
  };
};

/** `outer` (default) has the columns of all tables, `inner` those that all of them have. */
function readKind(node: SyntaxNode): string {
  const [parameter, ...others] = listAt(node, "Parameters");
  if (parameter === undefined) return "outer";
  const kind = part(parameter, "Expression").text;
  const isKnown = nameOf(part(parameter, "Name")) === "kind" && (kind === "outer" || kind === "inner");
  if (!isKnown || others.length > 0) throw unsupported(parameter, `union with '${parameter.text}'`);
  return kind;
}

function* rowsOf(plans: readonly Plan[]): Generator<Row> {
  for (const plan of plans) {
    const own = new Set(plan.columns);
    // A column that only other tables have is empty here, even if this table's rows could tell it.
    for (const row of plan.rows()) yield { get: (column) => (own.has(column) ? row.get(column) : null) };
  }
}

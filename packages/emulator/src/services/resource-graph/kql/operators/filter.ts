import type { OperatorCompiler, Plan } from "../plan.ts";
import type { Row } from "../row.ts";
import { part } from "../syntax/syntax-node.ts";

/** `where`: the rows for which the condition holds, not those for which it is unknown. */
export const compileFilter: OperatorCompiler = ({ node, input, scope }): Plan => {
  const condition = scope().compile(part(node, "Condition"));
  function* rows(): Generator<Row> {
    for (const row of input.rows()) if (condition(row) === true) yield row;
  }
  return { ...input, rows };
};

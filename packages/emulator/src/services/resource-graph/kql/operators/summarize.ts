import { AGGREGATES } from "../aggregates.ts";
import { compileArgExtreme, isArgExtreme } from "../arg-extreme.ts";
import { failure, unknownFunction, unsupported } from "../kql-error.ts";
import { claimName, impliedName, nameExpressions, type NamedExpression } from "../named-expression.ts";
import type { Evaluate, ExpressionScope, OperatorCompiler, Plan } from "../plan.ts";
import { rowOf, type Row } from "../row.ts";
import { listAt, nameOf, part, type SyntaxNode } from "../syntax/syntax-node.ts";
import { keyOf, type Value } from "../value.ts";

/** `summarize … by …`: one row for each group; one in all when there is no `by`. */
export const compileSummarize: OperatorCompiler = ({ node, input, scope }): Plan => {
  const groups = nameExpressions(listAt(part(node, "ByClause"), "Expressions"));
  const aggregates = nameExpressions(listAt(node, "Aggregates"), aggregateName);
  const keys = groups.map(({ name, expression }) => ({ name, evaluate: scope().compile(expression) }));
  const taken = new Set(keys.map(({ name }) => name));
  const results = aggregates.flatMap((aggregate) => resultsOf(aggregate, scope(), taken));
  return {
    columns: [...keys, ...results].map(({ name }) => name),
    isLimited: false,
    rows: () => summarize(input.rows(), keys, results),
  };
};

interface Key {
  readonly name: string;
  readonly evaluate: Evaluate;
}

/** A column that is computed out of the rows of a group. */
interface Result {
  readonly name: string;
  readonly compute: (rows: readonly Row[]) => Value;
}

/** The columns of one aggregate; columns that the groups have already are not made twice by `*`. */
function resultsOf(
  { name, expression }: NamedExpression,
  scope: ExpressionScope,
  taken: Set<string>,
): readonly Result[] {
  if (!isArgExtreme(expression)) {
    return [{ name: claimName(name, taken), compute: compileAggregate(expression, scope) }];
  }
  const columns = compileArgExtreme(expression, scope).filter((column) => !column.isImplied || !taken.has(column.name));
  return columns.map(({ name: wanted, compute }) => ({ name: claimName(wanted, taken), compute }));
}

function compileAggregate(node: SyntaxNode, scope: ExpressionScope): Result["compute"] {
  if (node.kind !== "FunctionCallExpression") throw unsupported(node, `the aggregate '${node.text}'`);
  const name = nameOf(part(node, "Name"));
  const aggregate = Object.hasOwn(AGGREGATES, name) ? AGGREGATES[name] : undefined;
  if (aggregate === undefined) throw unknownFunction(name);
  const given = listAt(part(node, "ArgumentList"), "Expressions").map((argument) => scope.compile(argument));
  if (given.length < aggregate.least || given.length > aggregate.most) {
    throw failure(node, `${name}(): function does not take ${given.length} argument(s).`);
  }
  return (rows) => aggregate.apply(rows.map((row) => given.map((evaluate) => evaluate(row))));
}

/** `sum(x)` → `sum_x`, `count()` → `count_`. */
function aggregateName(node: SyntaxNode): string | undefined {
  if (node.kind !== "FunctionCallExpression") return undefined;
  const [first] = listAt(part(node, "ArgumentList"), "Expressions");
  const name = nameOf(part(node, "Name"));
  return `${AGGREGATES[name]?.prefix ?? name}_${(first && impliedName(first)) ?? ""}`;
}

interface Group {
  readonly keys: readonly Value[];
  readonly rows: Row[];
}

function summarize(rows: Iterable<Row>, keys: readonly Key[], results: readonly Result[]): Row[] {
  const groups = new Map<string, Group>();
  if (keys.length === 0) groups.set("[]", { keys: [], rows: [] });
  for (const row of rows) {
    const values = keys.map(({ evaluate }) => evaluate(row));
    const key = JSON.stringify(values.map(keyOf));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { keys: values, rows: [row] });
    else group.rows.push(row);
  }
  return Array.from(groups.values(), (group) => {
    const values = new Map<string, Value>(keys.map(({ name }, index) => [name, group.keys[index]!]));
    for (const { name, compute } of results) values.set(name, compute(group.rows));
    return rowOf(values);
  });
}

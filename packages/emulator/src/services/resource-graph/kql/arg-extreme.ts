import { orderValues } from "./compare.ts";
import { failure } from "./kql-error.ts";
import { impliedName, nameExpressions } from "./named-expression.ts";
import type { ExpressionScope } from "./plan.ts";
import type { Row } from "./row.ts";
import { listAt, nameOf, part, type SyntaxNode } from "./syntax/syntax-node.ts";
import type { Value } from "./value.ts";

const SIGNS: Readonly<Record<string, 1 | -1>> = { arg_max: -1, arg_min: 1 };

/** A column of `arg_max` or `arg_min`. */
export interface ArgExtremeColumn {
  readonly name: string;
  /** Whether it stands there because of `*`. */
  readonly isImplied: boolean;
  readonly compute: (rows: readonly Row[]) => Value;
}

/** Whether an aggregate is `arg_max` or `arg_min`, which give several columns. */
export function isArgExtreme(node: SyntaxNode): boolean {
  return node.kind === "FunctionCallExpression" && Object.hasOwn(SIGNS, nameOf(part(node, "Name")));
}

/**
 * `arg_max(x, a, b)` or `arg_max(x, *)`: columns of the row with the greatest `x`; `arg_min` likewise.
 *
 * @throws KqlError without a column to go by.
 */
export function compileArgExtreme(node: SyntaxNode, scope: ExpressionScope): ArgExtremeColumn[] {
  const sign = SIGNS[nameOf(part(node, "Name"))]!;
  const [by, ...others] = listAt(part(node, "ArgumentList"), "Expressions");
  if (by === undefined) throw failure(node, `'${node.text}' needs a column to go by.`);
  const measure = scope.compile(by);
  const found = (rows: readonly Row[]): Row | undefined => extremeRow(rows, measure, sign);
  const hasStar = others.some(({ kind }) => kind === "StarExpression");
  const named = nameExpressions([by, ...others.filter(({ kind }) => kind !== "StarExpression")]);
  const columns = named.map(({ name, expression }): ArgExtremeColumn => {
    const evaluate = scope.compile(expression);
    return { name, isImplied: false, compute: (rows) => valueIn(found(rows), evaluate) };
  });
  if (!hasStar) return columns;
  const own = impliedName(by);
  const implied = scope.columns.filter((column) => column !== own);
  return [
    ...columns,
    ...implied.map((column): ArgExtremeColumn => {
      return { name: column, isImplied: true, compute: (rows) => found(rows)?.get(column) ?? null };
    }),
  ];
}

function valueIn(row: Row | undefined, evaluate: (row: Row) => Value): Value {
  return row === undefined ? null : evaluate(row);
}

/** The first row whose measure is least or greatest; rows without one do not count. */
function extremeRow(rows: readonly Row[], measure: (row: Row) => Value, sign: 1 | -1): Row | undefined {
  let found: { readonly row: Row; readonly value: Value } | undefined;
  for (const row of rows) {
    const value = measure(row);
    if (value === null) continue;
    if (found === undefined || orderValues(value, found.value) * sign < 0) found = { row, value };
  }
  return found?.row;
}

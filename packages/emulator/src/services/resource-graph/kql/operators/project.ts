import { wildcard } from "@azlin/core";
import { failure, unresolvedName } from "../kql-error.ts";
import { nameExpressions } from "../named-expression.ts";
import type { OperatorCall, OperatorCompiler, Plan } from "../plan.ts";
import { layeredRow, rowOf, type Row } from "../row.ts";
import { listAt, nameOf, part, type SyntaxNode } from "../syntax/syntax-node.ts";
import type { Value } from "../value.ts";

/** `project`: these columns and no others. */
export const compileProject: OperatorCompiler = (call): Plan => {
  const { columns, valuesOf } = computedColumns(call);
  return { ...call.input, columns, rows: () => mapRows(call.input, (row) => rowOf(valuesOf(row))) };
};

/** `extend`: these columns beside, or in place of, those that are there. */
export const compileExtend: OperatorCompiler = (call): Plan => {
  const { input } = call;
  const { columns, valuesOf } = computedColumns(call);
  const added = columns.filter((column) => !input.columns.includes(column));
  return {
    ...input,
    columns: [...input.columns, ...added],
    rows: () => mapRows(input, (row) => layeredRow(row, valuesOf(row))),
  };
};

/** `project-away`: all columns but these; `*` stands for any text. */
export const compileProjectAway: OperatorCompiler = ({ node, input }): Plan => {
  const away = namesIn(node, input);
  return { ...input, columns: input.columns.filter((column) => !away.has(column)) };
};

/** `project-keep`: these columns, in the order in which they are; `*` stands for any text. */
export const compileProjectKeep: OperatorCompiler = ({ node, input }): Plan => {
  const kept = namesIn(node, input);
  return { ...input, columns: input.columns.filter((column) => kept.has(column)) };
};

/** `project-rename`: other names for some columns. */
export const compileProjectRename: OperatorCompiler = ({ node, input }): Plan => {
  const original = new Map<string, string>();
  for (const { name, expression } of nameExpressions(listAt(node, "Expressions"))) {
    const old = nameOf(expression);
    if (!input.columns.includes(old)) throw unresolvedName(expression, old);
    if (input.columns.includes(name)) throw failure(expression, `A column named '${name}' already exists.`);
    original.set(old, name);
  }
  const columns = input.columns.map((column) => original.get(column) ?? column);
  const source = new Map(input.columns.map((column) => [original.get(column) ?? column, column]));
  const rename = (row: Row): Row => ({ get: (column) => row.get(source.get(column) ?? column) });
  return { ...input, columns, rows: () => mapRows(input, rename) };
};

interface ComputedColumns {
  readonly columns: readonly string[];
  readonly valuesOf: (row: Row) => Map<string, Value>;
}

function computedColumns({ node, scope }: OperatorCall): ComputedColumns {
  const computed = nameExpressions(listAt(node, "Expressions")).map(({ name, expression }) => ({
    name,
    evaluate: scope().compile(expression),
  }));
  return {
    columns: computed.map(({ name }) => name),
    valuesOf: (row) => {
      const values = new Map<string, Value>();
      for (const { name, evaluate } of computed) values.set(name, evaluate(row));
      return values;
    },
  };
}

function* mapRows(input: Plan, change: (row: Row) => Row): Generator<Row> {
  for (const row of input.rows()) yield change(row);
}

function namesIn(node: SyntaxNode, input: Plan): Set<string> {
  return new Set(listAt(node, "Expressions").flatMap((expression) => columnsLike(expression, input)));
}

function columnsLike(expression: SyntaxNode, input: Plan): readonly string[] {
  const name = nameOf(expression);
  if (part(expression, "Name").kind !== "WildcardedName") {
    if (!input.columns.includes(name)) throw unresolvedName(expression, name);
    return [name];
  }
  const pattern = wildcard(name);
  return input.columns.filter((column) => pattern.test(column));
}

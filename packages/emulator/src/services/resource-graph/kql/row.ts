import type { Value } from "./value.ts";

/** A row of a table. Columns are read when they are asked for: what a filter drops is never built. */
export interface Row {
  /** The column's value; `null` for nothing. */
  get(column: string): Value;
}

/** A row of these values. */
export function rowOf(values: ReadonlyMap<string, Value>): Row {
  return { get: (column) => values.get(column) ?? null };
}

/** A row whose `values` lie over those of another. */
export function layeredRow(base: Row, values: ReadonlyMap<string, Value>): Row {
  return { get: (column) => values.get(column) ?? (values.has(column) ? null : base.get(column)) };
}

/** The row without values, for expressions that need none. */
export const EMPTY_ROW: Row = { get: () => null };

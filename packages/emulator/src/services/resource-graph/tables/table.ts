import type { Plan } from "../kql/plan.ts";
import type { Row } from "../kql/row.ts";
import type { Value } from "../kql/value.ts";

/** How each column of a table is read from one of its entries. */
export type ColumnReaders<T> = Readonly<Record<string, (entry: T) => Value>>;

/** A table whose rows read their columns when they are asked for; `properties`, which is costly, only once. */
export function tableOf<T>(readers: ColumnReaders<T>, entries: () => Iterable<T>): Plan {
  function* rows(): Generator<Row> {
    for (const entry of entries()) yield readingRow(readers, entry);
  }
  return { columns: Object.keys(readers), isLimited: false, rows };
}

function readingRow<T>(readers: ColumnReaders<T>, entry: T): Row {
  let properties: Value | undefined;
  return {
    get: (column) => {
      if (column === "properties") return (properties ??= readers["properties"]?.(entry) ?? null);
      return readers[column]?.(entry) ?? null;
    },
  };
}

import type { JsonObject } from "../../src/json/json.ts";
import { compileQuery } from "../../src/services/resource-graph/kql/compile-query.ts";
import type { Plan } from "../../src/services/resource-graph/kql/plan.ts";
import { rowOf } from "../../src/services/resource-graph/kql/row.ts";
import { parseQuery } from "../../src/services/resource-graph/kql/syntax/parse-query.ts";
import type { Value } from "../../src/services/resource-graph/kql/value.ts";
import { runPlan } from "../../src/services/resource-graph/query-results.ts";
import { resultData } from "../../src/services/resource-graph/result-body.ts";

/** The time of all queries of these tests. */
const NOW_MS = Date.UTC(2026, 0, 31, 12);

/** Rows of a table under test. */
export type TestRows = readonly Readonly<Record<string, Value>>[];

/** Runs a query over the table `T`, and others by their names, and gives the rows as an answer shows them. */
export async function queryRows(
  query: string,
  rows: TestRows,
  others: Readonly<Record<string, TestRows>> = {},
): Promise<JsonObject[]> {
  const tables: Readonly<Record<string, TestRows>> = { T: rows, ...others };
  const table = (name: string): Plan | undefined => tables[name] && planOf(tables[name]);
  const result = runPlan(compileQuery(await parseQuery(query), { nowMs: NOW_MS, table }));
  return resultData(result.columns, result.rows, "objectArray") as JsonObject[];
}

function planOf(rows: TestRows): Plan {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return { columns, isLimited: false, rows: () => rows.map((row) => rowOf(new Map(Object.entries(row)))) };
}

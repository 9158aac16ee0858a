import type { Json, JsonObject } from "../../json/json.ts";
import type { Row } from "./kql/row.ts";
import { isTimespan, toJson, type Value } from "./kql/value.ts";
import type { ResultFormat } from "./query-request.ts";

/** Rows as an answer shows them: as objects, or as a table of columns and rows. */
export function resultData(columns: readonly string[], rows: readonly Row[], format: ResultFormat): Json {
  if (format === "objectArray") return rows.map((row) => objectOf(columns, row));
  return {
    columns: columns.map((name) => ({ name, type: typeOf(name, rows) })),
    rows: rows.map((row) => columns.map((column) => toJson(row.get(column)))),
  };
}

function objectOf(columns: readonly string[], row: Row): JsonObject {
  const object: JsonObject = {};
  for (const column of columns) object[column] = toJson(row.get(column));
  return object;
}

/** The type of a column, told by its first value: rows do not carry one. */
function typeOf(column: string, rows: readonly Row[]): string {
  const value = rows.map((row) => row.get(column)).find((found) => found !== null);
  return value === undefined ? "object" : typeOfValue(value);
}

function typeOfValue(value: Value): string {
  if (value instanceof Date) return "datetime";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  if (typeof value === "boolean") return "boolean";
  return typeof value === "string" || isTimespan(value) ? "string" : "object";
}

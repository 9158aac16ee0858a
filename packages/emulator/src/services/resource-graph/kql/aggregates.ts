import type { Json, JsonObject } from "../../../json/json.ts";
import { orderValues } from "./compare.ts";
import { isBag, keyOf, toJson, type Value } from "./value.ts";

/** A function of many rows: `sum(x)`. */
export interface Aggregate {
  readonly least: number;
  readonly most: number;
  /** Begin of the column's name when the query gives none: `sum` of `sum_x`. */
  readonly prefix: string;
  /** The result; each entry holds the arguments for one row. */
  apply(rows: readonly (readonly Value[])[]): Value;
}

const LIST_LIMIT = 1_048_576;

/** Every aggregate. A new one is a line here. */
export const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  count: { least: 0, most: 0, prefix: "count", apply: (rows) => rows.length },
  countif: { least: 1, most: 1, prefix: "countif", apply: (rows) => rows.filter(([test]) => test === true).length },
  dcount: aggregate("dcount", (values) => new Set(values.map(keyOf)).size),
  sum: aggregate("sum", (values) => sum(values)),
  avg: aggregate("avg", (values) => average(values.filter((value) => typeof value === "number"))),
  min: aggregate("min", (values) => extreme(values, 1)),
  max: aggregate("max", (values) => extreme(values, -1)),
  any: aggregate("any", (values) => values[0] ?? null),
  take_any: aggregate("any", (values) => values[0] ?? null),
  make_list: collection("list", (values) => values),
  make_set: collection("set", distinct),
  make_list_if: conditional(collection("list", (values) => values)),
  make_set_if: conditional(collection("set", distinct)),
  dcountif: conditional(aggregate("dcountif", (values) => new Set(values.map(keyOf)).size)),
  sumif: conditional(aggregate("sumif", sum)),
  avgif: conditional(aggregate("avgif", (values) => average(values.filter((value) => typeof value === "number")))),
  minif: conditional(aggregate("minif", (values) => extreme(values, 1))),
  maxif: conditional(aggregate("maxif", (values) => extreme(values, -1))),
  make_bag: aggregate("bag", (values) => Object.assign({}, ...values.filter(isBag).toReversed()) as JsonObject),
  percentile: { least: 2, most: 2, prefix: "percentile", apply: percentile },
  stdev: aggregate("stdev", (values) => deviation(values.filter((value) => typeof value === "number"))),
};

function aggregate(prefix: string, apply: (values: readonly Value[]) => Value): Aggregate {
  return { least: 1, most: 1, prefix, apply: (rows) => apply(known(rows)) };
}

/** Aggregates leave out rows without a value. */
function known(rows: readonly (readonly Value[])[]): Value[] {
  return rows.map(([value]) => value!).filter((value) => value !== null);
}

function collection(prefix: string, choose: (values: readonly Json[]) => readonly Json[]): Aggregate {
  return {
    least: 1,
    most: 2,
    prefix,
    apply: (rows) => {
      const limit = rows[0]?.[1];
      return choose(known(rows).map(toJson)).slice(0, typeof limit === "number" ? limit : LIST_LIMIT);
    },
  };
}

/** Of the rows for which the second argument holds. */
function conditional(all: Aggregate): Aggregate {
  const { prefix } = all;
  return { least: 2, most: 2, prefix, apply: (rows) => all.apply(rows.filter(([, test]) => test === true)) };
}

function distinct(values: readonly Json[]): Json[] {
  return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}

/** The nearest of the values that are there. */
function percentile(rows: readonly (readonly Value[])[]): Value {
  const values = known(rows).toSorted(orderValues);
  const share = rows[0]?.[1];
  if (values.length === 0 || typeof share !== "number") return null;
  return values[Math.max(0, Math.ceil((share / 100) * values.length) - 1)] ?? null;
}

/** Standard deviation of a sample. */
function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = average(values)!;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
}

function sum(values: readonly Value[]): number {
  return values.reduce<number>((total, value) => total + (typeof value === "number" ? value : 0), 0);
}

function average(values: readonly Value[]): number | null {
  return values.length === 0 ? null : sum(values) / values.length;
}

function extreme(values: readonly Value[], sign: 1 | -1): Value {
  let found: Value = null;
  for (const value of values) if (found === null || orderValues(value, found) * sign < 0) found = value;
  return found;
}

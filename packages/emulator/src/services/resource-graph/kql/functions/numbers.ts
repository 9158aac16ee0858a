import { compareValues } from "../compare.ts";
import type { Value } from "../value.ts";
import { argument, type FunctionFamily, type ScalarFunction } from "./scalar-function.ts";

/** Functions of numbers; what is no number becomes nothing. */
export const NUMBER_FUNCTIONS: FunctionFamily = {
  abs: ofNumber(Math.abs),
  ceiling: ofNumber(Math.ceil),
  floor: { least: 2, apply: ([value, size]) => floorTo(value!, size!) },
  pow: {
    least: 2,
    apply: ([base, power]) => (typeof power === "number" ? numeric(base!, (value) => value ** power) : null),
  },
  round: {
    least: 1,
    most: 2,
    apply: (values) => {
      const digits = argument(values, 1);
      const scale = 10 ** (typeof digits === "number" ? digits : 0);
      return numeric(values[0]!, (value) => Math.round(value * scale) / scale);
    },
  },
  sqrt: ofNumber(Math.sqrt),
  min_of: { least: 2, most: 64, apply: (values) => extreme(values, 1) },
  max_of: { least: 2, most: 64, apply: (values) => extreme(values, -1) },
};

function ofNumber(compute: (value: number) => number): ScalarFunction {
  return { least: 1, apply: ([value]) => numeric(value!, compute) };
}

function numeric(value: Value, compute: (value: number) => number): number | null {
  return typeof value === "number" ? compute(value) : null;
}

function floorTo(value: Value, size: Value): number | null {
  return typeof value === "number" && typeof size === "number" ? Math.floor(value / size) * size : null;
}

function extreme(values: readonly Value[], sign: 1 | -1): Value {
  return values.reduce((found, value) => ((compareValues(value, found) ?? 0) * sign < 0 ? value : found));
}

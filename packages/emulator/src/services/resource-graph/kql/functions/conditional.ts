import { toText, type Value } from "../value.ts";
import type { FunctionFamily, ScalarFunction } from "./scalar-function.ts";

const IFF: ScalarFunction = { least: 3, apply: ([test, yes, no]) => (test === true ? yes! : no!) };
const IS_NOT_NULL: ScalarFunction = { least: 1, apply: ([value]) => value !== null };
const IS_NOT_EMPTY: ScalarFunction = { least: 1, apply: ([value]) => !isEmpty(value!) };

/** Functions that choose, and that ask whether there is anything. */
export const CONDITIONAL_FUNCTIONS: FunctionFamily = {
  not: { least: 1, apply: ([value]) => (typeof value === "boolean" ? !value : null) },
  iff: IFF,
  iif: IFF,
  case: { least: 3, most: 65, apply: choose },
  coalesce: { least: 1, most: 64, apply: (values) => values.find((value) => !isEmpty(value)) ?? null },
  isnull: { least: 1, apply: ([value]) => value === null },
  isnotnull: IS_NOT_NULL,
  notnull: IS_NOT_NULL,
  isempty: { least: 1, apply: ([value]) => isEmpty(value!) },
  isnotempty: IS_NOT_EMPTY,
  notempty: IS_NOT_EMPTY,
};

function isEmpty(value: Value): boolean {
  return toText(value) === "";
}

/** `case(test, value, test, value, …, otherwise)`. */
function choose(values: readonly Value[]): Value {
  for (let index = 0; index + 1 < values.length; index += 2) if (values[index] === true) return values[index + 1]!;
  return values.at(-1)!;
}

import type { Json } from "../../../../json/json.ts";
import { isBag, keyOf, toJson, toText, type Value } from "../value.ts";
import type { FunctionFamily, ScalarFunction } from "./scalar-function.ts";

const PACK: ScalarFunction = { least: 2, most: 64, apply: pack };

/** Functions of arrays and property bags. */
export const DYNAMIC_FUNCTIONS: FunctionFamily = {
  array_length: { least: 1, apply: ([value]) => (Array.isArray(value) ? value.length : null) },
  array_concat: {
    least: 1,
    most: 64,
    apply: (values) => values.flatMap((value): Json[] => (Array.isArray(value) ? value : [])),
  },
  set_has_element: {
    least: 2,
    apply: ([set, wanted]) => Array.isArray(set) && set.some((one) => keyOf(one) === keyOf(wanted!)),
  },
  bag_keys: { least: 1, apply: ([value]) => (isBag(value!) ? Object.keys(value) : null) },
  bag_pack: PACK,
  pack: PACK,
  pack_array: { least: 1, most: 64, apply: (values) => values.map(toJson) },
};

function pack(values: readonly Value[]): Value {
  const pairs: [string, Json][] = [];
  for (let index = 0; index + 1 < values.length; index += 2) {
    pairs.push([toText(values[index]!), toJson(values[index + 1]!)]);
  }
  return Object.fromEntries(pairs);
}

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
    apply: ([set, wanted]) => hasElement(set!, wanted!),
  },
  array_index_of: {
    least: 2,
    apply: ([array, wanted]) => (Array.isArray(array) ? array.findIndex((one) => keyOf(one) === keyOf(wanted!)) : null),
  },
  array_slice: {
    least: 3,
    apply: ([array, start, end]) =>
      Array.isArray(array) && typeof start === "number" && typeof end === "number"
        ? array.slice(start, end === -1 ? undefined : end + 1)
        : null,
  },
  strcat_array: {
    least: 2,
    apply: ([array, delimiter]) => (Array.isArray(array) ? array.map(toText).join(toText(delimiter!)) : null),
  },
  set_union: { least: 2, most: 64, apply: (values) => distinct(values.flatMap(elementsOf)) },
  set_intersect: {
    least: 2,
    most: 64,
    apply: ([first, ...others]) =>
      distinct(elementsOf(first!)).filter((one) => others.every((other) => hasElement(other, one))),
  },
  set_difference: {
    least: 2,
    most: 64,
    apply: ([first, ...others]) =>
      distinct(elementsOf(first!)).filter((one) => !others.some((other) => hasElement(other, one))),
  },
  bag_has_key: { least: 2, apply: ([bag, key]) => isBag(bag!) && Object.hasOwn(bag, toText(key!)) },
  bag_merge: { least: 2, most: 64, apply: (values) => Object.assign({}, ...values.filter(isBag).toReversed()) as Json },
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

function elementsOf(value: Value): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function hasElement(set: Value, wanted: Value): boolean {
  return elementsOf(set).some((one) => keyOf(one) === keyOf(wanted));
}

function distinct(values: readonly Json[]): Json[] {
  return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}

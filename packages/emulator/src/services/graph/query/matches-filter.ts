import { isObject, type Json, type JsonObject } from "../../../json/json.ts";
import type { Comparison, Filter, TextFunction } from "./filter.ts";

/** Whether a document satisfies a filter. Texts compare without regard to case, as the directory's do. */
export function matchesFilter(filter: Filter, document: JsonObject): boolean {
  return holds(filter, (path) => valueAt(document, path));
}

type Lookup = (path: string) => Json | undefined;

function holds(filter: Filter, lookup: Lookup): boolean {
  switch (filter.is) {
    case "comparison":
      return compare(filter.operator, lookup(filter.path), filter.value);
    case "function":
      return textHolds(filter.name, lookup(filter.path), filter.text);
    case "in":
      return filter.values.some((value) => compare("eq", lookup(filter.path), value));
    case "any":
      return anyHolds(filter, lookup);
    case "not":
      return !holds(filter.filter, lookup);
    case "and":
      return filter.filters.every((one) => holds(one, lookup));
    case "or":
      return filter.filters.some((one) => holds(one, lookup));
  }
}

function anyHolds({ path, variable, condition }: Extract<Filter, { is: "any" }>, lookup: Lookup): boolean {
  const elements = lookup(path);
  if (!Array.isArray(elements)) return false;
  if (condition === undefined) return elements.length > 0;
  return elements.some((element) =>
    holds(condition, (inner) => {
      if (inner === variable) return element;
      return isObject(element) ? valueAt(element, inner.slice(variable.length + 1)) : undefined;
    }),
  );
}

function valueAt(document: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = document;
  for (const member of path.split("/")) value = isObject(value) ? value[member] : undefined;
  return value;
}

function compare(operator: Comparison, left: Json | undefined, right: Json): boolean {
  const [one, other] = [comparable(left), comparable(right)];
  if (operator === "eq" || operator === "ne") return (one === other) === (operator === "eq");
  return one !== null && other !== null && inOrder(operator, one, other);
}

function inOrder(operator: Exclude<Comparison, "eq" | "ne">, left: Comparable, right: Comparable): boolean {
  if (operator === "gt") return left > right;
  if (operator === "ge") return left >= right;
  return operator === "lt" ? left < right : left <= right;
}

type Comparable = string | number | boolean;

function comparable(value: Json | undefined): Comparable | null {
  if (typeof value === "string") return value.toLowerCase();
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}

function textHolds(name: TextFunction, value: Json | undefined, text: string): boolean {
  if (typeof value !== "string") return false;
  const [whole, part] = [value.toLowerCase(), text.toLowerCase()];
  if (name === "startswith") return whole.startsWith(part);
  return name === "endswith" ? whole.endsWith(part) : whole.includes(part);
}

import type { Json } from "../../../json/json.ts";

/** Comparisons of a property with a value. */
export const COMPARISONS = ["eq", "ne", "gt", "ge", "lt", "le"] as const;

/** See {@link COMPARISONS}. */
export type Comparison = (typeof COMPARISONS)[number];

const ADVANCED_COMPARISONS: ReadonlySet<Comparison> = new Set(["ne", "gt", "lt"]);

/** Functions on a property and a text. */
export const TEXT_FUNCTIONS = ["startswith", "endswith", "contains"] as const;

/** See {@link TEXT_FUNCTIONS}. */
export type TextFunction = (typeof TEXT_FUNCTIONS)[number];

/** A filter, read. A path is that of a property, `info/logoUrl`; inside `any` the variable stands for the element. */
export type Filter =
  | { readonly is: "comparison"; readonly operator: Comparison; readonly path: string; readonly value: Json }
  | { readonly is: "function"; readonly name: TextFunction; readonly path: string; readonly text: string }
  | { readonly is: "in"; readonly path: string; readonly values: readonly Json[] }
  | { readonly is: "any"; readonly path: string; readonly variable: string; readonly condition: Filter | undefined }
  | { readonly is: "not"; readonly filter: Filter }
  | { readonly is: "and" | "or"; readonly filters: readonly Filter[] };

/** Whether only the index answers a filter: the request then needs `ConsistencyLevel: eventual` and `$count=true`. */
export function isAdvanced(filter: Filter): boolean {
  if (filter.is === "comparison") return ADVANCED_COMPARISONS.has(filter.operator);
  if (filter.is === "function") return filter.name === "endswith";
  if (filter.is === "any") return filter.condition !== undefined && isAdvanced(filter.condition);
  if (filter.is === "and" || filter.is === "or") return filter.filters.some(isAdvanced);
  return filter.is === "not";
}

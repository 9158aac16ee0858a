import type { Value } from "../value.ts";

/** What a function may know beside its arguments. */
export interface FunctionContext {
  /** The query's time; milliseconds since the epoch. */
  readonly nowMs: number;
}

/** A function of values. */
export interface ScalarFunction {
  /** Fewest arguments it takes. */
  readonly least: number;
  /** Most arguments it takes. Default: as many as the fewest. */
  readonly most?: number;
  /** Whether a column made by it takes its name from the first argument, as KQL's conversions do. */
  readonly keepsName?: boolean;
  apply(values: readonly Value[], context: FunctionContext): Value;
}

/** Functions by name. */
export type FunctionFamily = Readonly<Record<string, ScalarFunction>>;

/** A value that may be missing from the arguments. */
export function argument(values: readonly Value[], index: number): Value {
  return values[index] ?? null;
}

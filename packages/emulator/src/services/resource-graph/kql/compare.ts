import { isTimespan, toDate, toText, type Value } from "./value.ts";

/** `left == right`: unknown when both are nothing, false when one is. */
export function areEqual(left: Value, right: Value): boolean | null {
  if (left === null || right === null) return left === right ? null : false;
  if (typeof left === typeof right && typeof left !== "object") return left === right;
  const compared = compareKnown(left, right);
  return compared === undefined ? toText(left) === toText(right) : compared === 0;
}

/** Below zero, zero or above as `left` is less than, equal to or greater than `right`; unknown when that has no answer. */
export function compareValues(left: Value, right: Value): number | undefined {
  return left === null || right === null ? undefined : compareKnown(left, right);
}

function compareKnown(left: Value, right: Value): number | undefined {
  if (typeof left === "string" && typeof right === "string") return compareTexts(left, right);
  const numbers = [toNumber(left, right), toNumber(right, left)] as const;
  if (numbers[0] === undefined || numbers[1] === undefined) return undefined;
  return numbers[0] - numbers[1];
}

/** A value as a number that can be compared with `other`: dates also arrive as text. */
function toNumber(value: Value, other: Value): number | undefined {
  if (typeof value === "number" || typeof value === "boolean") return Number(value);
  if (value !== null && isTimespan(value)) return value.timespanMs;
  return value instanceof Date || other instanceof Date ? toDate(value)?.getTime() : undefined;
}

/** Ordinal order of two texts. */
function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** An order of all values that are something, for sorting: like with like, then by text. */
export function orderValues(left: Value, right: Value): number {
  if (typeof left === "string" && typeof right === "string") return compareTexts(left, right);
  return compareValues(left, right) ?? compareTexts(toText(left), toText(right));
}

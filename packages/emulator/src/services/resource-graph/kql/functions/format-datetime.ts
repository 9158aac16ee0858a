import { toDate, toText } from "../value.ts";
import type { FunctionFamily } from "./scalar-function.ts";

const SPECIFIERS = /y{4}|y{2}|M{1,2}|d{1,2}|H{1,2}|h{1,2}|m{1,2}|s{1,2}|[fF]{1,7}|tt/g;

/** `format_datetime(date, 'yyyy-MM-dd HH:mm:ss')`, in UTC. */
export const FORMAT_FUNCTIONS: FunctionFamily = {
  format_datetime: {
    least: 2,
    apply: ([value, format]) => {
      const date = toDate(value!);
      return date === null ? null : toText(format!).replaceAll(SPECIFIERS, (specifier) => written(date, specifier));
    },
  },
};

function written(date: Date, specifier: string): string {
  const hour = date.getUTCHours();
  const numbers: Readonly<Record<string, number>> = {
    y: specifier.length === 2 ? date.getUTCFullYear() % 100 : date.getUTCFullYear(),
    M: date.getUTCMonth() + 1,
    d: date.getUTCDate(),
    H: hour,
    h: hour % 12 === 0 ? 12 : hour % 12,
    m: date.getUTCMinutes(),
    s: date.getUTCSeconds(),
  };
  const letter = specifier.charAt(0);
  if (letter === "t") return hour < 12 ? "AM" : "PM";
  const number = numbers[letter];
  if (number !== undefined) return String(number).padStart(specifier.length, "0");
  return String(date.getUTCMilliseconds()).padStart(3, "0").padEnd(7, "0").slice(0, specifier.length);
}

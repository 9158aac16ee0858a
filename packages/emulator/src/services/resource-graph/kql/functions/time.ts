import { isTimespan, toDate, type Value } from "../value.ts";
import { argument, type FunctionFamily } from "./scalar-function.ts";

/** Functions of time; `now` is the time of the query on the emulator's clock. */
export const TIME_FUNCTIONS: FunctionFamily = {
  now: { least: 0, most: 1, apply: (values, { nowMs }) => new Date(nowMs + lengthOf(argument(values, 0))) },
  ago: { least: 1, apply: ([length], { nowMs }) => new Date(nowMs - lengthOf(length!)) },
  totimespan: { least: 1, keepsName: true, apply: ([value]) => (isTimespan(value!) ? value : null) },
  unixtime_seconds_todatetime: {
    least: 1,
    apply: ([seconds]) => (typeof seconds === "number" ? new Date(seconds * 1000) : null),
  },
  bin: {
    least: 2,
    keepsName: true,
    apply: ([value, size]) => {
      if (typeof value === "number" && typeof size === "number") return Math.floor(value / size) * size;
      const date = toDate(value!);
      const step = lengthOf(size!);
      return date === null || step === 0 ? null : new Date(Math.floor(date.getTime() / step) * step);
    },
  },
};

function lengthOf(value: Value): number {
  return isTimespan(value) ? value.timespanMs : 0;
}

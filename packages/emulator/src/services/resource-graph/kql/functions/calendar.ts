import { isTimespan, toDate, type Value } from "../value.ts";
import { argument, type FunctionFamily, type ScalarFunction } from "./scalar-function.ts";

const DAY_MS = 86_400_000;

/** Units of dates. Those of a fixed length are in milliseconds, those of the calendar in months. */
const FIXED_UNITS: Readonly<Record<string, number>> = {
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: DAY_MS,
  week: 7 * DAY_MS,
};
const MONTH_UNITS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

/** First moment of the unit that a date lies in; `steps` units later. All in UTC. */
const STARTS: Readonly<Record<string, (date: Date, steps: number) => number>> = {
  day: (date, steps) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + steps),
  week: (date, steps) =>
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() - date.getUTCDay() + 7 * steps),
  month: (date, steps) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + steps, 1),
  year: (date, steps) => Date.UTC(date.getUTCFullYear() + steps, 0, 1),
};

/** Functions of the calendar. */
export const CALENDAR_FUNCTIONS: FunctionFamily = {
  ...Object.fromEntries(Object.keys(STARTS).flatMap(boundaries)),
  datetime_add: { least: 3, apply: ([unit, amount, date]) => addUnits(unit!, amount!, date!) },
  datetime_diff: { least: 3, apply: ([unit, later, earlier]) => difference(unit!, later!, earlier!) },
  datetime_part: { least: 2, apply: ([unit, date]) => partOf(unit!, date!) },
  dayofweek: ofDate((date) => ({ timespanMs: date.getUTCDay() * DAY_MS })),
  dayofmonth: ofDate((date) => date.getUTCDate()),
  dayofyear: ofDate((date) => Math.floor((date.getTime() - STARTS["year"]!(date, 0)) / DAY_MS) + 1),
  monthofyear: ofDate((date) => date.getUTCMonth() + 1),
  getyear: ofDate((date) => date.getUTCFullYear()),
  hourofday: ofDate((date) => date.getUTCHours()),
  make_datetime: { least: 3, most: 6, apply: makeDate },
};

/** `startofday(date [, offset])` and `endofday(date [, offset])`, for each unit that has a start. */
function boundaries(unit: string): [string, ScalarFunction][] {
  const boundary = (extraSteps: number, extraMs: number): ScalarFunction => ({
    least: 1,
    most: 2,
    keepsName: true,
    apply: (values) => {
      const [date, offset] = [toDate(values[0]!), argument(values, 1)];
      const steps = (typeof offset === "number" ? offset : 0) + extraSteps;
      return date === null ? null : new Date(STARTS[unit]!(date, steps) + extraMs);
    },
  });
  return [
    [`startof${unit}`, boundary(0, 0)],
    [`endof${unit}`, boundary(1, -1)],
  ];
}

function ofDate(read: (date: Date) => Value): ScalarFunction {
  return {
    least: 1,
    apply: ([value]) => {
      const date = toDate(value!);
      return date === null ? null : read(date);
    },
  };
}

function unitOf(value: Value): string {
  return typeof value === "string" ? value.toLowerCase() : "";
}

function addUnits(unit: Value, amount: Value, value: Value): Value {
  const date = toDate(value);
  if (date === null || typeof amount !== "number") return null;
  const months = MONTH_UNITS[unitOf(unit)];
  if (months !== undefined) return addMonths(date, months * amount);
  const ms = FIXED_UNITS[unitOf(unit)];
  return ms === undefined ? null : new Date(date.getTime() + ms * amount);
}

/** The same day some months later, or the last one of a month that is too short. */
function addMonths(date: Date, months: number): Date {
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  const moved = new Date(date);
  moved.setUTCDate(1);
  moved.setUTCMonth(date.getUTCMonth() + months);
  moved.setUTCDate(Math.min(date.getUTCDate(), lastDay));
  return moved;
}

/** How many boundaries of a unit lie between two dates. */
function difference(unit: Value, later: Value, earlier: Value): number | null {
  const [to, from] = [toDate(later), toDate(earlier)];
  if (to === null || from === null) return null;
  const months = MONTH_UNITS[unitOf(unit)];
  if (months !== undefined) return Math.floor(monthsOf(to) / months) - Math.floor(monthsOf(from) / months);
  const ms = FIXED_UNITS[unitOf(unit)];
  return ms === undefined ? null : Math.floor(to.getTime() / ms) - Math.floor(from.getTime() / ms);
}

function monthsOf(date: Date): number {
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function partOf(unit: Value, value: Value): number | null {
  const date = toDate(value);
  if (date === null) return null;
  const parts: Readonly<Record<string, number>> = {
    year: date.getUTCFullYear(),
    quarter: Math.floor(date.getUTCMonth() / 3) + 1,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
  };
  return parts[unitOf(unit)] ?? null;
}

function makeDate(values: readonly Value[]): Value {
  const [year, month, day, hour = 0, minute = 0, second = 0] = values.map(Number);
  const time = Date.UTC(year!, month! - 1, day, hour, minute, second);
  return Number.isNaN(time) || values.some((value) => isTimespan(value)) ? null : new Date(time);
}

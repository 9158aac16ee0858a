import type { Json } from "../../../../json/json.ts";
import { isTimespan, toDate, toJson, toText, type Value } from "../value.ts";
import type { FunctionFamily, ScalarFunction } from "./scalar-function.ts";

const PARSE_JSON = conversion(parseJson);
const TO_LONG = conversion((value) => whole(toNumber(value)));
const TO_REAL = conversion(toNumber);

/** Functions that make one type of value out of another; what does not convert becomes nothing. */
export const CONVERSION_FUNCTIONS: FunctionFamily = {
  tostring: conversion(toText),
  toint: TO_LONG,
  tolong: TO_LONG,
  todouble: TO_REAL,
  toreal: TO_REAL,
  tobool: conversion(toBoolean),
  todatetime: conversion(toDate),
  parse_json: PARSE_JSON,
  todynamic: PARSE_JSON,
  gettype: { least: 1, apply: ([value]) => typeOf(value!) },
};

function conversion(convert: (value: Value) => Value): ScalarFunction {
  return { least: 1, keepsName: true, apply: ([value]) => convert(value!) };
}

function toNumber(value: Value): number | null {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "string" || value.trim() === "") return null;
  const number = Number(value);
  return Number.isNaN(number) ? null : number;
}

function whole(value: number | null): number | null {
  return value === null ? null : Math.trunc(value);
}

function toBoolean(value: Value): boolean | null {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0;
  const text = toText(value).toLowerCase();
  return text === "true" || text === "false" ? text === "true" : null;
}

/** Text that is no JSON stays the text it is, as KQL has it. */
function parseJson(value: Value): Value {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

function typeOf(value: Value): string {
  if (value === null) return "null";
  if (value instanceof Date) return "datetime";
  if (isTimespan(value)) return "timespan";
  const json = toJson(value);
  if (Array.isArray(json)) return "array";
  return { number: "long", boolean: "bool", string: "string" }[typeof json as string] ?? "dictionary";
}

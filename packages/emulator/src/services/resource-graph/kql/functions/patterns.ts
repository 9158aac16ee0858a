import { toText, type Value } from "../value.ts";
import { argument, type FunctionFamily, type ScalarFunction } from "./scalar-function.ts";

const REPLACE: ScalarFunction = {
  least: 3,
  apply: ([text, pattern, by]) => replaced(toText(text!), toText(pattern!), toText(by!)),
};

/** Functions of texts and regular expressions; a pattern that is none makes nothing. */
export const PATTERN_FUNCTIONS: FunctionFamily = {
  countof: {
    least: 2,
    most: 3,
    apply: (values) => {
      const isRegex = argument(values, 2) === "regex";
      const regex = regexOf(isRegex ? toText(values[1]!) : escaped(toText(values[1]!)), "g");
      return regex === undefined ? null : Array.from(toText(values[0]!).matchAll(regex)).length;
    },
  },
  extract: {
    least: 3,
    most: 4,
    apply: ([pattern, group, text]) => {
      const found = regexOf(toText(pattern!), "")?.exec(toText(text!));
      return (typeof group === "number" ? found?.[group] : undefined) ?? "";
    },
  },
  replace: { ...REPLACE, apply: ([pattern, by, text]) => replaced(toText(text!), toText(pattern!), toText(by!)) },
  replace_regex: REPLACE,
  trim: trimming((pattern) => `^(?:${pattern})+|(?:${pattern})+$`),
  trim_start: trimming((pattern) => `^(?:${pattern})+`),
  trim_end: trimming((pattern) => `(?:${pattern})+$`),
};

function trimming(around: (pattern: string) => string): ScalarFunction {
  return {
    least: 2,
    apply: ([pattern, text]): Value => replaced(toText(text!), around(toText(pattern!)), ""),
  };
}

/** Groups are `\1` in KQL and `$1` in JavaScript. */
function replaced(text: string, pattern: string, by: string): string | null {
  const regex = regexOf(pattern, "g");
  return regex === undefined ? null : text.replaceAll(regex, by.replaceAll("$", "$$$$").replaceAll(/\\(\d)/g, "$$$1"));
}

function regexOf(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, `u${flags}`);
  } catch {
    return undefined;
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

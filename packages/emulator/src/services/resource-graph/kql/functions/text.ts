import { toText } from "../value.ts";
import { argument, type FunctionFamily } from "./scalar-function.ts";

/** Functions of texts. */
export const TEXT_FUNCTIONS: FunctionFamily = {
  tolower: { least: 1, apply: ([value]) => toText(value!).toLowerCase() },
  toupper: { least: 1, apply: ([value]) => toText(value!).toUpperCase() },
  strlen: { least: 1, apply: ([value]) => toText(value!).length },
  strcat_delim: {
    least: 2,
    most: 64,
    apply: ([delimiter, ...values]) => values.map(toText).join(toText(delimiter!)),
  },
  reverse: { least: 1, apply: ([value]) => Array.from(toText(value!)).toReversed().join("") },
  strrep: { least: 2, apply: ([value, count]) => toText(value!).repeat(typeof count === "number" ? count : 0) },
  strcat: { least: 1, most: 64, apply: (values) => values.map(toText).join("") },
  split: {
    least: 2,
    most: 3,
    apply: (values) => {
      const [text, delimiter] = [toText(values[0]!), toText(values[1]!)];
      const pieces = delimiter === "" ? [text] : text.split(delimiter);
      const index = argument(values, 2);
      return typeof index === "number" ? pieces.slice(index, index + 1) : pieces;
    },
  },
  substring: {
    least: 2,
    most: 3,
    apply: (values) => {
      const [start, length] = [argument(values, 1), argument(values, 2)];
      const from = typeof start === "number" ? Math.max(0, start) : 0;
      return toText(values[0]!).slice(from, typeof length === "number" ? from + length : undefined);
    },
  },
  indexof: { least: 2, apply: ([text, wanted]) => toText(text!).indexOf(toText(wanted!)) },
  replace_string: {
    least: 3,
    apply: ([text, from, to]) => toText(text!).replaceAll(toText(from!), () => toText(to!)),
  },
};

import type { Json } from "../../../../json/json.ts";
import { failure, unsupported } from "../kql-error.ts";
import type { ExpressionCompiler } from "../plan.ts";
import { EMPTY_ROW } from "../row.ts";
import { listAt, part, type SyntaxNode } from "../syntax/syntax-node.ts";
import { toDate, toJson, toText, type Value } from "../value.ts";

/** Values written in the query itself. */
export const LITERALS: Readonly<Record<string, ExpressionCompiler>> = {
  StringLiteralExpression: literal((node) => part(node, "Token").value ?? ""),
  CompoundStringLiteralExpression: literal((node) =>
    listAt(node, "Tokens")
      .map(({ value }) => value ?? "")
      .join(""),
  ),
  LongLiteralExpression: literal(numberOf),
  IntLiteralExpression: literal(numberOf),
  RealLiteralExpression: literal(numberOf),
  DecimalLiteralExpression: literal(numberOf),
  BooleanLiteralExpression: literal((node) => content(node).toLowerCase() === "true"),
  NullLiteralExpression: literal(() => null),
  GuidLiteralExpression: literal((node) => content(node).toLowerCase()),
  DateTimeLiteralExpression: literal((node) => {
    const date = toDate(content(node));
    if (date === null) throw failure(node, `${node.text} is not a date.`);
    return date;
  }),
  TimespanLiteralExpression: literal((node) => ({ timespanMs: parseTimespan(node) })),
  DynamicExpression: (node, scope) => scope.compile(part(node, "Expression")),
  JsonArrayExpression: (node, scope) => {
    const values = listAt(node, "Values").map((value): Json => toJson(scope.compile(value)(EMPTY_ROW)));
    return () => values;
  },
  JsonObjectExpression: (node, scope) => {
    const pairs = listAt(node, "Pairs").map((pair): [string, Json] => [
      toText(part(pair, "Name").value ?? part(part(pair, "Name"), "Token").value ?? ""),
      toJson(scope.compile(part(pair, "Value"))(EMPTY_ROW)),
    ]);
    const bag = Object.fromEntries(pairs);
    return () => bag;
  },
};

function literal(read: (node: SyntaxNode) => Value): ExpressionCompiler {
  return (node) => {
    const value = read(node);
    return () => value;
  };
}

/** What a literal spells, without the name of its type: `datetime(2026-01-01)` → `2026-01-01`. */
function content({ text }: SyntaxNode): string {
  return /^\w+\((.*)\)$/s.exec(text)?.[1]?.trim() ?? text;
}

function numberOf(node: SyntaxNode): number {
  const value = Number(content(node));
  if (Number.isNaN(value)) throw unsupported(node, `the number '${node.text}'`);
  return value;
}

const DAY_MS = 86_400_000;
const UNITS: Readonly<Record<string, number>> = {
  d: DAY_MS,
  day: DAY_MS,
  h: 3_600_000,
  hour: 3_600_000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  s: 1000,
  sec: 1000,
  second: 1000,
  ms: 1,
};

/** `1.5h`, `30minutes`, `time(1.02:03:04)`. Milliseconds. */
function parseTimespan(node: SyntaxNode): number {
  const text = content(node).toLowerCase();
  const [, amount, unit = ""] = /^([\d.]+)\s*([a-z]+)$/.exec(text) ?? [];
  const scale = UNITS[unit] ?? UNITS[unit.replace(/s$/, "")];
  if (amount !== undefined && scale !== undefined) return Number(amount) * scale;
  const clock = /^(?:(\d+)\.)?(\d{1,2}:\d{2}:\d{2}(?:\.\d{1,3})?)$/.exec(text);
  if (clock === null) throw unsupported(node, `the length of time '${node.text}'`);
  const sinceMidnight = Date.parse(`1970-01-01T${clock[2]!.padStart(8, "0")}Z`);
  return Number(clock[1] ?? 0) * DAY_MS + sinceMidnight;
}

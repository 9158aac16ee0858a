import type { ExpressionCompiler } from "../plan.ts";
import { part } from "../syntax/syntax-node.ts";
import { isTimespan, type Value } from "../value.ts";

type Operation = (left: number, right: number) => number;

/** `+`, `-`, `*`, `/`, `%` and signs. Dates and lengths of time add and subtract. */
export const ARITHMETIC: Readonly<Record<string, ExpressionCompiler>> = {
  AddExpression: arithmetic((left, right) => left + right),
  SubtractExpression: arithmetic((left, right) => left - right),
  MultiplyExpression: arithmetic((left, right) => left * right),
  DivideExpression: arithmetic(divide),
  ModuloExpression: arithmetic((left, right) => left % right),
  UnaryMinusExpression: (node, scope) => {
    const operand = scope.compile(part(node, "Expression"));
    return (row) => calculate(0, operand(row), (left, right) => left - right);
  },
  UnaryPlusExpression: (node, scope) => scope.compile(part(node, "Expression")),
};

function arithmetic(operation: Operation): ExpressionCompiler {
  return (node, scope) => {
    const left = scope.compile(part(node, "Left"));
    const right = scope.compile(part(node, "Right"));
    return (row) => calculate(left(row), right(row), operation);
  };
}

/** Whole numbers divide to whole numbers, as KQL's longs do. */
function divide(left: number, right: number): number {
  const quotient = left / right;
  return Number.isInteger(left) && Number.isInteger(right) ? Math.trunc(quotient) : quotient;
}

function calculate(left: Value, right: Value, operation: Operation): Value {
  const numbers = [toNumber(left), toNumber(right)] as const;
  if (numbers[0] === undefined || numbers[1] === undefined) return null;
  const result = operation(numbers[0], numbers[1]);
  if (!Number.isFinite(result)) return null;
  const dates = Number(left instanceof Date) + Number(right instanceof Date);
  if (dates === 1) return new Date(result);
  return dates === 2 || isTimespan(left) || isTimespan(right) ? { timespanMs: result } : result;
}

function toNumber(value: Value): number | undefined {
  if (typeof value === "number") return value;
  if (value instanceof Date) return value.getTime();
  return isTimespan(value) ? value.timespanMs : undefined;
}

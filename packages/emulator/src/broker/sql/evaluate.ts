import { randomGuid, type Random } from "@azlin/core";
import type { MessageFields, PropertyValue } from "../entities/message-content.ts";
import type { BinaryOperator, Expression } from "./expression.ts";
import { matchesLike } from "./like-pattern.ts";
import { propertyOf } from "./message-property.ts";

/** What an expression comes to; `undefined` is SQL's unknown. */
export type SqlValue = PropertyValue | undefined;

/** What an expression is evaluated on. */
export interface EvaluationContext {
  readonly message: MessageFields;
  readonly parameters: Readonly<Record<string, PropertyValue | undefined>>;
  readonly random: Random;
}

type Kind = Expression["kind"];
type Evaluators = {
  readonly [K in Kind]: (expression: Extract<Expression, { kind: K }>, context: EvaluationContext) => SqlValue;
};

const EVALUATORS: Evaluators = {
  literal: ({ value }) => value ?? undefined,
  property: ({ property }, { message }) => propertyOf(message, property),
  parameter: ({ name }, { parameters }) => parameters[name] ?? parameters[`@${name}`],
  newId: (_expression, { random }) => randomGuid(random),
  not: ({ operand }, context) => inverse(evaluate(operand, context)),
  negate: ({ operand }, context) => calculate("-", 0, evaluate(operand, context)),
  exists: ({ property }, { message }) => propertyOf(message, property) !== undefined,
  isNull: ({ operand }, context) => evaluate(operand, context) === undefined,
  in: isAmong,
  like: isLike,
  binary: evaluateBinary,
};

/** Evaluates an expression, in SQL's three-valued logic: what an absent property takes part in is unknown. */
export function evaluate(expression: Expression, context: EvaluationContext): SqlValue {
  const evaluator = EVALUATORS[expression.kind] as (expression: Expression, context: EvaluationContext) => SqlValue;
  return evaluator(expression, context);
}

type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";
type ComparisonOperator = Exclude<BinaryOperator, ArithmeticOperator | "and" | "or">;

const ARITHMETIC: Readonly<Record<ArithmeticOperator, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
};

const COMPARISONS: Readonly<Record<ComparisonOperator, (order: number) => boolean>> = {
  "=": (order) => order === 0,
  "<>": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

function evaluateBinary(expression: Extract<Expression, { kind: "binary" }>, context: EvaluationContext): SqlValue {
  const { operator } = expression;
  const left = evaluate(expression.left, context);
  if (operator === "and" || operator === "or") {
    return connect(operator === "or", left, () => evaluate(expression.right, context));
  }
  const right = evaluate(expression.right, context);
  return isArithmetic(operator) ? calculate(operator, left, right) : compare(operator, left, right);
}

/** `decisive` is the value that settles it: true for OR, false for AND. */
function connect(decisive: boolean, left: SqlValue, evaluateRight: () => SqlValue): boolean | undefined {
  if (left === decisive) return decisive;
  const right = evaluateRight();
  if (right === decisive) return decisive;
  return left === undefined || right === undefined ? undefined : !decisive;
}

function isArithmetic(operator: BinaryOperator): operator is ArithmeticOperator {
  return Object.hasOwn(ARITHMETIC, operator);
}

/** What cannot be calculated, a division by zero among it, is unknown. */
function calculate(operator: ArithmeticOperator, left: SqlValue, right: SqlValue): SqlValue {
  if (operator === "+" && typeof left === "string" && typeof right === "string") return left + right;
  const first = numberOf(left);
  const second = numberOf(right);
  if (first === undefined || second === undefined) return undefined;
  const result = ARITHMETIC[operator](first, second);
  return Number.isFinite(result) ? result : undefined;
}

function compare(operator: ComparisonOperator, left: SqlValue, right: SqlValue): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  const order = orderOf(left, right);
  if (order !== undefined) return COMPARISONS[operator](order);
  if (operator === "<>") return true;
  return operator === "=" ? false : undefined;
}

/** Negative, zero or positive; `undefined` when the two cannot be compared. */
function orderOf(left: PropertyValue, right: PropertyValue): number | undefined {
  const first = numberOf(left);
  const second = numberOf(right);
  if (first !== undefined && second !== undefined) return first - second;
  if (typeof left === "boolean" && typeof right === "boolean") return Number(left) - Number(right);
  if (typeof left !== "string" || typeof right !== "string") return undefined;
  return left < right ? -1 : left > right ? 1 : 0;
}

function numberOf(value: SqlValue): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  return value instanceof Date ? value.getTime() : undefined;
}

function inverse(value: SqlValue): boolean | undefined {
  return typeof value === "boolean" ? !value : undefined;
}

function isAmong(expression: Extract<Expression, { kind: "in" }>, context: EvaluationContext): boolean | undefined {
  const value = evaluate(expression.operand, context);
  if (value === undefined) return undefined;
  return expression.choices.some((choice) => compare("=", value, evaluate(choice, context)) === true);
}

function isLike(expression: Extract<Expression, { kind: "like" }>, context: EvaluationContext): boolean | undefined {
  const value = evaluate(expression.operand, context);
  const pattern = evaluate(expression.pattern, context);
  const escape = expression.escape && evaluate(expression.escape, context);
  if (typeof value !== "string" || typeof pattern !== "string") return undefined;
  return matchesLike(value, pattern, typeof escape === "string" ? escape : undefined);
}

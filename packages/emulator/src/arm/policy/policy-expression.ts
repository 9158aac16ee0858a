import { isObject, type Json, type JsonObject } from "../../json/json.ts";
import { parseExpression, type Expression } from "../template-expression.ts";
import { fieldOf, type PolicySubject } from "./policy-subject.ts";

/** What the expressions of a policy can see. */
export interface PolicyContext {
  readonly subject: PolicySubject;
  /** Values of the assignment's parameters, with the defaults of the definition. */
  readonly parameters: JsonObject;
}

/** A policy that uses what this world does not have. */
export class PolicyRuleError extends Error {
  override readonly name = "PolicyRuleError";
}

/** Functions of policies' expressions, by lower-case name. */
const FUNCTIONS: Readonly<Record<string, (args: readonly Json[], context: PolicyContext) => Json | undefined>> = {
  parameters: ([name], { parameters }) => parameters[textOf(name)],
  field: ([name], { subject }) => fieldOf(subject, textOf(name)) ?? "",
  concat: (args) => args.map(textOf).join(""),
  tolower: ([text]) => textOf(text).toLowerCase(),
  toupper: ([text]) => textOf(text).toUpperCase(),
};

/** A value as text; nothing is the empty text. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A value of a rule with its `[…]` expressions evaluated. @throws PolicyRuleError for functions that there are not. */
export function evaluateRuleValue(value: Json | undefined, context: PolicyContext): Json {
  if (Array.isArray(value)) return value.map((entry) => evaluateRuleValue(entry, context));
  if (typeof value !== "string" || !value.startsWith("[") || !value.endsWith("]")) return value ?? null;
  if (value.startsWith("[[")) return value.slice(1);
  return evaluate(read(value), context);
}

/** Names every function in the expressions of a rule that there is not. */
export function unknownFunctions(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(unknownFunctions);
  if (isObject(value)) return Object.values(value).flatMap(unknownFunctions);
  const isExpression = typeof value === "string" && /^\[[^[].*\]$/s.test(value);
  return isExpression ? unknownIn(read(value)) : [];
}

function read(text: string): Expression {
  try {
    return parseExpression(text.slice(1, -1));
  } catch (error) {
    throw new PolicyRuleError(error instanceof Error ? error.message : String(error));
  }
}

function unknownIn(expression: Expression): string[] {
  if (expression.kind === "literal") return [];
  if (expression.kind === "member") return ["member access"];
  const own = Object.hasOwn(FUNCTIONS, expression.name.toLowerCase()) ? [] : [`'${expression.name}()'`];
  return [...own, ...expression.arguments.flatMap(unknownIn)];
}

function evaluate(expression: Expression, context: PolicyContext): Json {
  if (expression.kind === "literal") return expression.value;
  const apply = expression.kind === "call" ? FUNCTIONS[expression.name.toLowerCase()] : undefined;
  if (expression.kind === "member" || apply === undefined)
    throw new PolicyRuleError("The expression is not supported.");
  const args = expression.arguments.map((argument) => evaluate(argument, context));
  return apply(args, context) ?? null;
}

import { wildcard } from "@azlin/core";
import { isObject, type Json, type JsonObject } from "../../json/json.ts";
import { evaluateRuleValue, PolicyRuleError, textOf, type PolicyContext } from "./policy-expression.ts";
import { fieldOf } from "./policy-subject.ts";

type Operator = (value: Json | undefined, wanted: Json) => boolean;

/** Comparisons of a policy's condition; texts are the same in any case. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  equals: (value, wanted) => isSame(value, wanted),
  notEquals: (value, wanted) => !isSame(value, wanted),
  like: (value, wanted) => isLike(value, wanted),
  notLike: (value, wanted) => !isLike(value, wanted),
  contains: (value, wanted) => folded(value).includes(folded(wanted)),
  notContains: (value, wanted) => !folded(value).includes(folded(wanted)),
  in: (value, wanted) => isIn(value, wanted),
  notIn: (value, wanted) => !isIn(value, wanted),
  containsKey: (value, wanted) => hasKey(value, wanted),
  notContainsKey: (value, wanted) => !hasKey(value, wanted),
  exists: (value, wanted) => (value !== undefined && value !== null) === (folded(wanted) === "true"),
};

/**
 * Whether a condition of a policy holds: `allOf`, `anyOf`, `not`, and comparisons of a `field` or `value`.
 *
 * @throws PolicyRuleError for anything else.
 */
export function conditionHolds(condition: Json | undefined, context: PolicyContext): boolean {
  if (!isObject(condition)) throw new PolicyRuleError("A condition has to be an object.");
  const { allOf, anyOf, not } = condition;
  if (Array.isArray(allOf)) return allOf.every((one) => conditionHolds(one, context));
  if (Array.isArray(anyOf)) return anyOf.some((one) => conditionHolds(one, context));
  if (not !== undefined) return !conditionHolds(not, context);
  const [name, operator] = operatorOf(condition);
  return operator(leftSide(condition, context), evaluateRuleValue(condition[name], context));
}

/** Checks the form of a condition without asking whether it holds. @throws PolicyRuleError. */
export function checkCondition(condition: Json | undefined): void {
  if (!isObject(condition)) throw new PolicyRuleError("A condition has to be an object.");
  const { allOf, anyOf, not, field, value } = condition;
  const parts = allOf ?? anyOf ?? (not === undefined ? undefined : [not]);
  if (Array.isArray(parts)) {
    for (const part of parts) checkCondition(part);
    return;
  }
  if (parts !== undefined) throw new PolicyRuleError("'allOf' and 'anyOf' take a list of conditions.");
  if (field === undefined && value === undefined)
    throw new PolicyRuleError("A condition needs a 'field' or a 'value'.");
  operatorOf(condition);
}

function leftSide(condition: JsonObject, context: PolicyContext): Json | undefined {
  if (condition["field"] === undefined) return evaluateRuleValue(condition["value"], context);
  return fieldOf(context.subject, textOf(evaluateRuleValue(condition["field"], context)));
}

function operatorOf(condition: JsonObject): readonly [string, Operator] {
  const names = Object.keys(condition).filter((name) => name !== "field" && name !== "value");
  const [name = ""] = names;
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (names.length === 1 && operator !== undefined) return [name, operator];
  throw new PolicyRuleError(`The condition '${names.join("', '")}' is not supported.`);
}

function folded(value: Json | undefined): string {
  return textOf(value).toLowerCase();
}

function isSame(value: Json | undefined, wanted: Json): boolean {
  return folded(value) === folded(wanted);
}

function isIn(value: Json | undefined, wanted: Json): boolean {
  return Array.isArray(wanted) && wanted.some((one) => isSame(value, one));
}

function hasKey(value: Json | undefined, wanted: Json): boolean {
  return isObject(value) && Object.keys(value).some((key) => isSame(key, wanted));
}

/** `*` stands for any text. */
function isLike(value: Json | undefined, wanted: Json): boolean {
  return wildcard(folded(wanted)).test(folded(value));
}

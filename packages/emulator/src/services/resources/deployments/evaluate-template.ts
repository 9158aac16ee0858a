import { ArmError } from "../../../arm/arm-error.ts";
import { isObject, type Json, type JsonObject } from "../../../json/json.ts";
import { parseExpression, type Expression } from "../../../arm/template-expression.ts";
import type { TemplateContext, TemplateValue } from "./template-context.ts";
import { memberOf, TEMPLATE_FUNCTIONS, textOf } from "./template-functions.ts";

/**
 * A part of a template with its `[…]` expressions evaluated. A replayed world keeps what it cannot evaluate as it is.
 *
 * @throws ArmError (`InvalidTemplate`) for what is no expression, or uses what this world does not have.
 */
export function evaluateTemplate(part: Json, context: TemplateContext): Json {
  if (typeof part === "string") return evaluateText(part, context);
  if (Array.isArray(part)) return part.map((entry) => evaluateTemplate(entry, context));
  return isObject(part) ? evaluateObject(part, context) : part;
}

/** Like {@link evaluateTemplate}, for an object. */
export function evaluateObject(part: JsonObject, context: TemplateContext): JsonObject {
  const entries = Object.entries(part).map(([key, value]) => [
    key.startsWith("[") ? textOf(evaluateText(key, context)) : key,
    value === undefined ? undefined : evaluateTemplate(value, context),
  ]);
  return Object.fromEntries(entries) as JsonObject;
}

/** Azure's answer to a template that is none. */
export function invalidTemplate(reason: string): ArmError {
  return new ArmError(400, "InvalidTemplate", `Deployment template validation failed: '${reason}'.`);
}

function evaluateText(text: string, context: TemplateContext): Json {
  if (!text.startsWith("[") || !text.endsWith("]")) return text;
  if (text.startsWith("[[")) return text.slice(1);
  try {
    return evaluate(parseExpression(text.slice(1, -1)), context) ?? null;
  } catch (error) {
    if (context.world.settings.profile === "replay") return text;
    if (error instanceof ArmError) throw error;
    throw invalidTemplate(error instanceof Error ? error.message : String(error));
  }
}

function evaluate(expression: Expression, context: TemplateContext): TemplateValue {
  if (expression.kind === "literal") return expression.value;
  if (expression.kind === "call") return call(expression, context);
  return memberOf(evaluate(expression.of, context), evaluate(expression.key, context));
}

function call(
  { name, arguments: sent }: Extract<Expression, { kind: "call" }>,
  context: TemplateContext,
): TemplateValue {
  const key = name.toLowerCase();
  if (key === "if") return evaluate(sent[evaluate(sent[0]!, context) === true ? 1 : 2]!, context);
  const args = sent.map((argument) => evaluate(argument, context));
  if (key === "parameters") return parameter(textOf(args[0]), context);
  if (key === "variables") return variable(textOf(args[0]), context);
  if (!Object.hasOwn(TEMPLATE_FUNCTIONS, key)) {
    throw invalidTemplate(`The template function '${name}' is not known to the local Azure`);
  }
  return TEMPLATE_FUNCTIONS[key]!(args, context);
}

function parameter(name: string, { parameters }: TemplateContext): TemplateValue {
  const value = memberOf(parameters, name);
  if (value === undefined) throw invalidTemplate(`The template parameter '${name}' is not found`);
  return value;
}

function variable(name: string, context: TemplateContext): TemplateValue {
  const value = memberOf(context.variables, name);
  if (value === undefined) throw invalidTemplate(`The template variable '${name}' is not found`);
  return evaluateTemplate(value, context);
}

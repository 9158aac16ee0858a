import { ArmError } from "../../../arm/arm-error.ts";
import { isObject, objectAt, textAt, type Json, type JsonObject } from "../../../json/json.ts";
import { evaluateTemplate, invalidTemplate } from "./evaluate-template.ts";
import type { TemplateContext } from "./template-context.ts";

const TYPES: Readonly<Record<string, string>> = {
  string: "String",
  int: "Int",
  bool: "Bool",
  object: "Object",
  array: "Array",
  securestring: "SecureString",
  secureobject: "SecureObject",
};

/** Parameters of a deployment: their values, and what answers show of them. */
export interface ReadParameters {
  readonly values: JsonObject;
  /** `{ name: { type, value } }`; secure ones without their value. */
  readonly shown: JsonObject;
}

/**
 * The parameters that a template declares, from what was sent and from its defaults.
 *
 * @throws ArmError (`InvalidTemplate`) for one without a value, or one that is not declared.
 */
export function readParameters(
  template: JsonObject,
  sent: JsonObject,
  context: Omit<TemplateContext, "parameters">,
): ReadParameters {
  const declared = objectAt(template, "parameters");
  refuseUnknown(declared, sent, context.world.settings.profile === "replay");
  const values: JsonObject = {};
  const shown: JsonObject = {};
  for (const name of Object.keys(declared)) {
    const declaration = objectAt(declared, name);
    const value = sentValue(sent, name) ?? defaultValue(name, declaration, { ...context, parameters: values });
    const type = TYPES[textAt(declaration, "type")?.toLowerCase() ?? ""] ?? "Object";
    checkType(name, type, value);
    values[name] = value;
    shown[name] = type.startsWith("Secure") ? { type } : { type, value };
  }
  return { values, shown };
}

function sentValue(sent: JsonObject, name: string): Json | undefined {
  const key = Object.keys(sent).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  const entry = key === undefined ? undefined : sent[key];
  return isObject(entry) ? entry["value"] : undefined;
}

function defaultValue(name: string, declaration: JsonObject, context: TemplateContext): Json {
  const value = declaration["defaultValue"];
  if (value !== undefined) return evaluateTemplate(value, context);
  if (declaration["nullable"] === true || context.world.settings.profile === "replay") return null;
  throw new ArmError(
    400,
    "InvalidTemplate",
    `Deployment template validation failed: 'The value for the template parameter '${name}' is not provided. ` +
      "Please see https://aka.ms/arm-pass-parameter-values for usage details.'.",
  );
}

function refuseUnknown(declared: JsonObject, sent: JsonObject, lenient: boolean): void {
  const known = new Set(Object.keys(declared).map((name) => name.toLowerCase()));
  const unknown = Object.keys(sent).find((name) => !known.has(name.toLowerCase()));
  if (unknown === undefined || lenient) return;
  throw invalidTemplate(`The template parameters '${unknown}' in the parameters file are not valid`);
}

/** What a value of each type is; objects may be anything. */
const IS_TYPE: Readonly<Record<string, (value: Json) => boolean>> = {
  Int: (value) => typeof value === "number",
  Bool: (value) => typeof value === "boolean",
  Array: (value) => Array.isArray(value),
  String: (value) => typeof value === "string",
  SecureString: (value) => typeof value === "string",
};

function checkType(name: string, type: string, value: Json): void {
  if (value === null || (IS_TYPE[type]?.(value) ?? true)) return;
  throw invalidTemplate(`The provided value for the template parameter '${name}' is not of type '${type}'`);
}

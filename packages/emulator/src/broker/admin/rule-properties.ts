import { invalidField } from "../broker-error.ts";
import type { PropertyValue } from "../entities/message-content.ts";
import type { CorrelationFilter, RuleFilter, RuleSettings } from "../rules/rule-definition.ts";

type Properties = Readonly<Record<string, unknown>>;

/** Fields of a correlation filter under Resource Manager's names. */
const FIELDS = [
  ["correlationId", "correlationId"],
  ["messageId", "messageId"],
  ["to", "to"],
  ["replyTo", "replyTo"],
  ["subject", "label"],
  ["sessionId", "sessionId"],
  ["replyToSessionId", "replyToSessionId"],
  ["contentType", "contentType"],
] as const;

/** A rule as Resource Manager shows it. */
export function toRuleProperties({ filter, action }: RuleSettings): Record<string, unknown> {
  const shown = action === undefined ? {} : { sqlExpression: action.expression, compatibilityLevel: 20 };
  if (filter.kind === "correlation") {
    return { action: shown, filterType: "CorrelationFilter", correlationFilter: toCorrelation(filter) };
  }
  const sqlExpression = filter.kind === "sql" ? filter.expression : filter.kind === "true" ? "1=1" : "1=0";
  return { action: shown, filterType: "SqlFilter", sqlFilter: { sqlExpression, compatibilityLevel: 20 } };
}

/**
 * Reads a rule of Resource Manager's; one that tells no filter lets everything in.
 *
 * @throws BrokerError when the filter is of no known kind.
 */
export function readRuleProperties(properties: Properties): RuleSettings {
  const expression = textAt(objectAt(properties, "action"), "sqlExpression");
  return { filter: readFilter(properties), ...(expression !== undefined && { action: { expression } }) };
}

function readFilter(properties: Properties): RuleFilter {
  const type =
    textAt(properties, "filterType") ?? ("correlationFilter" in properties ? "CorrelationFilter" : "SqlFilter");
  if (type === "CorrelationFilter") return readCorrelation(objectAt(properties, "correlationFilter"));
  if (type !== "SqlFilter") throw invalidField(`The filter type '${type}' is not known.`);
  return sqlFilter(textAt(objectAt(properties, "sqlFilter"), "sqlExpression") ?? "1=1");
}

/** The filter that an expression stands for: the two that Azure uses for all and nothing are no SQL to it. */
export function sqlFilter(expression: string): RuleFilter {
  if (expression === "1=1") return { kind: "true" };
  return expression === "1=0" ? { kind: "false" } : { kind: "sql", expression };
}

function readCorrelation(filter: Properties): CorrelationFilter {
  const fields = FIELDS.flatMap(([field, name]) => {
    const text = textAt(filter, name);
    return text === undefined ? [] : [[field, text] as const];
  });
  const applicationProperties = objectAt(filter, "properties") as Record<string, PropertyValue>;
  return { kind: "correlation", ...Object.fromEntries(fields), applicationProperties };
}

function toCorrelation(filter: CorrelationFilter): Record<string, unknown> {
  const fields = FIELDS.flatMap(([field, name]) =>
    filter[field] === undefined ? [] : [[name, filter[field]] as const],
  );
  return { ...Object.fromEntries(fields), properties: { ...filter.applicationProperties } };
}

function objectAt(parent: Properties, key: string): Properties {
  const value = parent[key];
  return typeof value === "object" && value !== null ? (value as Properties) : {};
}

function textAt(parent: Properties, key: string): string | undefined {
  const value = parent[key];
  return typeof value === "string" ? value : undefined;
}

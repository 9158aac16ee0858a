import type { PropertyValue } from "../entities/message-content.ts";
import type { CorrelationFilter, RuleAction, RuleFilter, RuleSettings } from "../rules/rule-definition.ts";
import { description } from "./atom.ts";
import { sqlFilter } from "./rule-properties.ts";
import { element, xmlAt, xmlTextAt, type XmlElement, type XmlValue } from "./xml.ts";

/** Prefix under which values tell their type; clients cut it off by its length. */
const TYPES = { "xmlns:d6p1": "http://www.w3.org/2001/XMLSchema" };

/** Fields of a correlation filter, in the order in which the service writes them. */
const FIELDS = [
  ["correlationId", "CorrelationId"],
  ["messageId", "MessageId"],
  ["to", "To"],
  ["replyTo", "ReplyTo"],
  ["subject", "Label"],
  ["sessionId", "SessionId"],
  ["replyToSessionId", "ReplyToSessionId"],
  ["contentType", "ContentType"],
] as const;

/** A rule as the administration API describes it. */
export function describeRule(name: string, { filter, action }: RuleSettings, createdAt: string): XmlElement {
  return description("RuleDescription", [
    writeFilter(filter),
    writeAction(action),
    element("CreatedAt", createdAt),
    element("Name", name),
  ]);
}

/** Reads a rule from the XML of a `RuleDescription`. */
export function readRule(xml: XmlValue | undefined): RuleSettings {
  const filter = xmlAt(xml, "Filter");
  const expression = xmlTextAt(xml, "Action", "SqlExpression");
  const parameters = readValues(xmlAt(xml, "Action", "Parameters"));
  return {
    filter: readFilter(filter),
    ...(expression !== undefined && { action: { expression, ...(parameters !== undefined && { parameters }) } }),
  };
}

function readFilter(filter: XmlValue | undefined): RuleFilter {
  const type = xmlTextAt(filter, "@type") ?? "TrueFilter";
  if (type !== "CorrelationFilter") {
    const parsed = sqlFilter(xmlTextAt(filter, "SqlExpression") ?? (type === "FalseFilter" ? "1=0" : "1=1"));
    const parameters = readValues(xmlAt(filter, "Parameters"));
    return parsed.kind === "sql" && parameters !== undefined ? { ...parsed, parameters } : parsed;
  }
  const fields = FIELDS.flatMap(([field, name]) => {
    const text = xmlTextAt(filter, name);
    return text === undefined ? [] : [[field, text] as const];
  });
  const applicationProperties = readValues(xmlAt(filter, "Properties")) ?? {};
  return { kind: "correlation", ...Object.fromEntries(fields), applicationProperties };
}

function writeFilter(filter: RuleFilter): XmlElement {
  if (filter.kind === "correlation") {
    return element("Filter", correlation(filter), { "i:type": "CorrelationFilter" });
  }
  const type = { true: "TrueFilter", false: "FalseFilter", sql: "SqlFilter" }[filter.kind];
  const expression = filter.kind === "sql" ? filter.expression : filter.kind === "true" ? "1=1" : "1=0";
  const children = [element("SqlExpression", expression), element("CompatibilityLevel", 20)];
  if (filter.kind === "sql" && filter.parameters !== undefined) {
    children.push(element("Parameters", writeValues(filter.parameters)));
  }
  return element("Filter", children, { "i:type": type });
}

function writeAction(action: RuleAction | undefined): XmlElement {
  if (action === undefined) return element("Action", [], { "i:type": "EmptyRuleAction" });
  const children = [element("SqlExpression", action.expression), element("CompatibilityLevel", 20)];
  if (action.parameters !== undefined) children.push(element("Parameters", writeValues(action.parameters)));
  return element("Action", children, { "i:type": "SqlRuleAction" });
}

function correlation(filter: CorrelationFilter): XmlElement[] {
  const fields = FIELDS.flatMap(([field, name]) => {
    const text = filter[field];
    return text === undefined ? [] : [element(name, text)];
  });
  const { applicationProperties = {} } = filter;
  if (Object.keys(applicationProperties).length === 0) return fields;
  return [...fields, element("Properties", writeValues(applicationProperties))];
}

function writeValues(values: Readonly<Record<string, PropertyValue | undefined>>): XmlElement[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const [type, text] = typed(value);
    const written = element("Value", text, { "i:type": `d6p1:${type}`, ...TYPES });
    return [element("KeyValueOfstringanyType", [element("Key", key), written])];
  });
}

function typed(value: PropertyValue): [string, string] {
  if (value instanceof Date) return ["dateTime", value.toISOString()];
  if (typeof value === "number" || typeof value === "bigint") return ["double", String(value)];
  if (typeof value === "boolean") return ["boolean", String(value)];
  return ["string", typeof value === "string" ? value : Buffer.from(value).toString("base64")];
}

function readValues(xml: XmlValue | undefined): Record<string, PropertyValue> | undefined {
  const pairs = xmlAt(xml, "KeyValueOfstringanyType");
  if (pairs === undefined) return undefined;
  const list = Array.isArray(pairs) ? (pairs as readonly XmlValue[]) : [pairs];
  return Object.fromEntries(list.map((pair) => [xmlTextAt(pair, "Key") ?? "", readValue(xmlAt(pair, "Value"))]));
}

function readValue(xml: XmlValue | undefined): PropertyValue {
  const type = (xmlTextAt(xml, "@type") ?? "string").replace(/^.*:/, "");
  const text = xmlTextAt(xml) ?? "";
  if (type === "int" || type === "long" || type === "double") return Number(text);
  if (type === "boolean") return text === "true";
  return type === "dateTime" ? new Date(text) : text;
}

import { entityExists, entityNotFound, invalidField, notAllowed } from "../broker-error.ts";
import type { PropertyValue } from "../entities/message-content.ts";
import type { Subscription } from "../namespace/subscription.ts";
import type { RuleAction, RuleFilter, RuleSettings } from "../rules/rule-definition.ts";
import { toNumber } from "../wire/amqp-values.ts";
import { encodeRule } from "./encode-rule.ts";
import { requireText, textAt, type ManagementCall, type ManagementOperation } from "./management-call.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Adds a rule to a subscription. */
export const addRule: ManagementOperation = (call) => {
  const subscription = subscriptionOf(call);
  const name = requireText(call.body, "rule-name");
  if (subscription.rule(name) !== undefined) throw entityExists(`${subscription.path}/Rules/${name}`);
  call.namespace.setRule(subscription, name, readRule(fieldsAt(call.body, "rule-description")));
  return {};
};

/** Takes a rule from a subscription. */
export const removeRule: ManagementOperation = (call) => {
  call.namespace.removeRule(subscriptionOf(call), requireText(call.body, "rule-name"));
  return {};
};

/** Tells the rules of a subscription. */
export const enumerateRules: ManagementOperation = (call) => {
  const skip = toNumber(call.body["skip"] ?? 0);
  const rules = [...subscriptionOf(call).rules].slice(skip, skip + toNumber(call.body["top"] ?? 100));
  if (rules.length === 0) return undefined;
  const { types } = call.endpoint.amqp;
  return { rules: rules.map(([name, rule]) => ({ "rule-description": encodeRule(types, name, rule) })) };
};

function subscriptionOf({ namespace, address }: ManagementCall): Subscription {
  const { entity, subscription } = address;
  if (subscription === undefined) throw notAllowed(`'${entity}' is not a subscription: it has no rules.`);
  const found = namespace.subscription(entity, subscription);
  if (found === undefined) throw entityNotFound(`${entity}/Subscriptions/${subscription}`);
  return found;
}

function readRule(description: Fields): RuleSettings {
  const action = readAction(description["sql-rule-action"]);
  return { filter: readFilter(description), ...(action !== undefined && { action }) };
}

function readFilter(description: Fields): RuleFilter {
  const sql = description["sql-filter"];
  if (sql !== undefined && sql !== null) return { kind: "sql", expression: requireText(sql as Fields, "expression") };
  const correlation = description["correlation-filter"];
  if (correlation === undefined || correlation === null) throw invalidField("The rule has no filter.");
  return readCorrelation(correlation as Fields);
}

function readCorrelation(filter: Fields): RuleFilter {
  const properties = filter["properties"] as Readonly<Record<string, PropertyValue>> | null | undefined;
  return {
    kind: "correlation",
    correlationId: textAt(filter, "correlation-id"),
    messageId: textAt(filter, "message-id"),
    to: textAt(filter, "to"),
    replyTo: textAt(filter, "reply-to"),
    subject: textAt(filter, "label"),
    sessionId: textAt(filter, "session-id"),
    replyToSessionId: textAt(filter, "reply-to-session-id"),
    contentType: textAt(filter, "content-type"),
    ...(properties !== undefined && properties !== null && { applicationProperties: properties }),
  };
}

function readAction(action: unknown): RuleAction | undefined {
  const expression = textAt((action ?? {}) as Fields, "expression");
  return expression === undefined ? undefined : { expression };
}

function fieldsAt(body: Fields, key: string): Fields {
  const value = body[key];
  if (typeof value !== "object" || value === null) throw invalidField(`'${key}' is missing.`);
  return value as Fields;
}

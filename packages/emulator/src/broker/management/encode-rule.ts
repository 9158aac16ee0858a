import type { CorrelationFilter, RuleAction, RuleFilter, RuleSettings } from "../rules/rule-definition.ts";
import type { AmqpTypes, AmqpValue, AmqpLibrary } from "../wire/amqp-library.ts";
import { wrapProperty } from "../wire/amqp-values.ts";

/** Descriptors of the lists in which rules are told. */
const RULE = 0x0000_0137_0000_0004;
const NO_ACTION = 0x0000_0137_0000_0005;
const SQL_ACTION = 0x0000_0137_0000_0006;
const SQL_FILTER = 0x0000_0013_7000_0006;
const TRUE_FILTER = 0x0000_0013_7000_0007;
const FALSE_FILTER = 0x0000_0013_7000_0008;
const CORRELATION_FILTER = 0x0000_0013_7000_0009;
/** Level of SQL that the service tells. */
const SQL_LEVEL = 20;

type Types = AmqpLibrary["types"];

/** A rule as the service tells it: lists of values under numbers, not maps. */
export function encodeRule(types: Types, name: string, { filter, action }: RuleSettings): AmqpValue {
  const parts = [encodeFilter(types, filter), encodeAction(types, action), types.wrap_string(name)];
  return described(types, RULE, parts);
}

function encodeAction(types: Types, action: RuleAction | undefined): AmqpValue {
  if (action === undefined) return described(types, NO_ACTION, []);
  return described(types, SQL_ACTION, [types.wrap_string(action.expression), types.wrap_int(SQL_LEVEL)]);
}

function encodeFilter(types: Types, filter: RuleFilter): AmqpValue {
  switch (filter.kind) {
    case "true":
      return described(types, TRUE_FILTER, []);
    case "false":
      return described(types, FALSE_FILTER, []);
    case "sql":
      return described(types, SQL_FILTER, [types.wrap_string(filter.expression), types.wrap_int(SQL_LEVEL)]);
    case "correlation":
      return described(types, CORRELATION_FILTER, correlationValues(types, filter));
  }
}

function correlationValues(types: Types, filter: CorrelationFilter): AmqpValue[] {
  const texts = [
    filter.correlationId,
    filter.messageId,
    filter.to,
    filter.replyTo,
    filter.subject,
    filter.sessionId,
    filter.replyToSessionId,
    filter.contentType,
  ];
  const entries = Object.entries(filter.applicationProperties ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [types.wrap_string(name), wrapProperty({ types }, value)],
  );
  return [...texts.map((text) => (text === undefined ? types.Null() : types.wrap_string(text))), types.Map32(entries)];
}

function described(types: AmqpTypes & Types, code: number, values: readonly AmqpValue[]): AmqpValue {
  return types.described(types.wrap_ulong(code), types.List32([...values]));
}

import type { Random } from "@azlin/core";
import type { FieldName, MessageFields, PropertyEdits, PropertyValue } from "../entities/message-content.ts";
import { actionEdits } from "../sql/action-edits.ts";
import { evaluate } from "../sql/evaluate.ts";
import { propertyOf } from "../sql/message-property.ts";
import { parseAction } from "../sql/parse-action.ts";
import { parseFilter } from "../sql/parse-filter.ts";
import type { CorrelationFilter, RuleAction, RuleFilter, RuleSettings } from "./rule-definition.ts";

/** A rule, ready for messages. */
export interface CompiledRule {
  readonly settings: RuleSettings;
  matches(message: MessageFields): boolean;
  /** What is changed of a copy; absent when the rule has no action. */
  readonly edits: ((message: MessageFields) => PropertyEdits) | undefined;
}

/**
 * Makes a rule ready.
 *
 * @throws SqlError when its filter or action cannot be read.
 */
export function compileRule(settings: RuleSettings, random: Random): CompiledRule {
  return {
    settings,
    matches: compileFilter(settings.filter, random),
    edits: settings.action === undefined ? undefined : compileAction(settings.action, random),
  };
}

function compileFilter(filter: RuleFilter, random: Random): (message: MessageFields) => boolean {
  if (filter.kind === "correlation") return (message) => correlates(filter, message);
  if (filter.kind !== "sql") return () => filter.kind === "true";
  const expression = parseFilter(filter.expression);
  const parameters = filter.parameters ?? {};
  return (message) => evaluate(expression, { message, parameters, random }) === true;
}

function compileAction(action: RuleAction, random: Random): (message: MessageFields) => PropertyEdits {
  const statements = parseAction(action.expression);
  const parameters = action.parameters ?? {};
  return (message) => actionEdits(statements, { message, parameters, random });
}

function correlates(filter: CorrelationFilter, message: MessageFields): boolean {
  const { kind: _kind, applicationProperties = {}, ...fields } = filter;
  const wanted = Object.entries(fields) as [FieldName, string | undefined][];
  return (
    wanted.every(([name, value]) => value === undefined || message[name] === value) &&
    Object.entries(applicationProperties).every(
      ([name, value]) => value === undefined || isSame(propertyOf(message, { scope: "user", name }), value),
    )
  );
}

function isSame(left: PropertyValue | undefined, right: PropertyValue): boolean {
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime();
  return left === right;
}

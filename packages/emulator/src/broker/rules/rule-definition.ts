import type { FieldName, PropertyValue } from "../entities/message-content.ts";

/** A filter that compares fields of the message with fixed values; all that are named must be the same. */
export interface CorrelationFilter extends Readonly<Partial<Record<FieldName, string | undefined>>> {
  readonly kind: "correlation";
  readonly applicationProperties?: Readonly<Record<string, PropertyValue | undefined>>;
}

/** A filter in SQL. */
export interface SqlFilter {
  readonly kind: "sql";
  readonly expression: string;
  readonly parameters?: Readonly<Record<string, PropertyValue | undefined>>;
}

/** Which messages a rule lets into its subscription. */
export type RuleFilter = { readonly kind: "true" } | { readonly kind: "false" } | SqlFilter | CorrelationFilter;

/** What a rule changes of the copies that it lets in, in SQL. */
export interface RuleAction {
  readonly expression: string;
  readonly parameters?: Readonly<Record<string, PropertyValue | undefined>>;
}

/** A rule of a subscription. */
export interface RuleSettings {
  readonly filter: RuleFilter;
  readonly action?: RuleAction;
}

/** Name of the rule that a subscription has when nothing is said: it lets everything in. */
export const DEFAULT_RULE = "$Default";

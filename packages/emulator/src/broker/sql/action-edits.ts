import type { MessageFields, PropertyEdits, PropertyValue } from "../entities/message-content.ts";
import { evaluate, type EvaluationContext } from "./evaluate.ts";
import type { ActionStatement, PropertyName } from "./expression.ts";
import { fieldNameOf } from "./message-property.ts";

/** What the statements of an action change; each sees what those before it have changed. */
export function actionEdits(statements: readonly ActionStatement[], context: EvaluationContext): PropertyEdits {
  const fields: Record<string, string | undefined> = {};
  const applicationProperties: Record<string, PropertyValue | undefined> = {};
  for (const statement of statements) {
    const message = edited(context.message, fields, applicationProperties);
    const value = statement.kind === "set" ? evaluate(statement.value, { ...context, message }) : undefined;
    write(statement.property, value, { fields, applicationProperties });
  }
  return { fields, applicationProperties };
}

function write(
  { scope, name }: PropertyName,
  value: PropertyValue | undefined,
  edits: {
    readonly fields: Record<string, string | undefined>;
    readonly applicationProperties: Record<string, PropertyValue | undefined>;
  },
): void {
  const field = scope === "sys" ? fieldNameOf(name) : undefined;
  if (scope === "user") edits.applicationProperties[name] = value;
  else if (field !== undefined) edits.fields[field] = value === undefined ? undefined : String(value);
}

function edited(
  message: MessageFields,
  fields: Readonly<Record<string, string | undefined>>,
  applicationProperties: Readonly<Record<string, PropertyValue | undefined>>,
): MessageFields {
  return {
    ...message,
    ...(fields as Partial<MessageFields>),
    applicationProperties: { ...message.applicationProperties, ...applicationProperties },
  };
}

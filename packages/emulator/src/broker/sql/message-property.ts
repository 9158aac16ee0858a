import type { FieldName, MessageFields, PropertyValue } from "../entities/message-content.ts";
import type { PropertyName } from "./expression.ts";

const FIELDS: Readonly<Record<string, FieldName>> = {
  messageid: "messageId",
  correlationid: "correlationId",
  to: "to",
  replyto: "replyTo",
  label: "subject",
  subject: "subject",
  sessionid: "sessionId",
  replytosessionid: "replyToSessionId",
  contenttype: "contentType",
};

/** The message's own field of this name, whatever its case; `undefined` when there is none. */
export function fieldNameOf(name: string): FieldName | undefined {
  return FIELDS[name.toLowerCase()];
}

/** The value of a property; names count without regard to case where no other is meant. */
export function propertyOf(message: MessageFields, { scope, name }: PropertyName): PropertyValue | undefined {
  if (scope === "sys") {
    const field = fieldNameOf(name);
    return field && message[field];
  }
  const properties = message.applicationProperties;
  if (Object.hasOwn(properties, name)) return properties[name] ?? undefined;
  const lower = name.toLowerCase();
  const key = Object.keys(properties).find((candidate) => candidate.toLowerCase() === lower);
  return key === undefined ? undefined : (properties[key] ?? undefined);
}

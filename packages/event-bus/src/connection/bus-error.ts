import {
  AuthenticationError,
  ConflictError,
  isAzlinError,
  NotFoundError,
  ThrottledError,
  TransportError,
  ValidationError,
  type AzlinError,
  type AzlinErrorOptions,
} from "@azlin/core";
import { unwrapError } from "./unwrap-error.ts";

type Translate = (message: string, options: AzlinErrorOptions) => AzlinError;

/** What the client's codes mean, and the way out. */
const CODES: Readonly<Record<string, Translate>> = {
  UnauthorizedAccess: (message, options) =>
    new AuthenticationError("BUS_UNAUTHORIZED", message, {
      ...options,
      hint: "Give the identity Azure Service Bus Data Sender or Data Receiver on the entity, or check the key.",
    }),
  MessagingEntityNotFound: (message, options) =>
    new NotFoundError("BUS_ENTITY_NOT_FOUND", message, {
      ...options,
      hint: "Check the names of the topic and the subscription, and that they are in this namespace.",
    }),
  MessagingEntityDisabled: (message, options) =>
    new ConflictError("BUS_ENTITY_DISABLED", message, {
      ...options,
      hint: "Set the entity's status to Active again: az servicebus topic update --status Active.",
    }),
  SessionsMismatch: (message, options) =>
    new ConflictError("BUS_SESSIONS_MISMATCH", message, {
      ...options,
      hint: "Give isOrdered exactly where the subscription requires sessions.",
    }),
  MessageSizeExceeded: (message, options) =>
    new ValidationError("EVENT_TOO_LARGE", message, {
      ...options,
      hint: "Shorten the event, or give claimCheck, which keeps large bodies in a blob.",
    }),
  QuotaExceeded: (message, options) =>
    new ThrottledError("BUS_ENTITY_FULL", message, {
      ...options,
      hint: "The entity holds all that it may: see why nobody receives from it.",
    }),
  ServiceBusy: (message, options) => new ThrottledError("BUS_BUSY", message, options),
  MessageLockLost: (message, options) => new ConflictError("BUS_LOCK_LOST", message, options),
  SessionLockLost: (message, options) => new ConflictError("BUS_LOCK_LOST", message, options),
};

/** Conditions of which the link's error tells only the text or the AMQP name. */
const BY_TEXT: readonly (readonly [RegExp, string])[] = [
  [/entity-disabled|is disabled/i, "MessagingEntityDisabled"],
  [/unauthorized-access|Unauthorized access/i, "UnauthorizedAccess"],
  [/sessionful message receiver/i, "SessionsMismatch"],
  [/amqp:not-found|could not be found/i, "MessagingEntityNotFound"],
];

/** Codes of our errors that waiting does not mend. */
const FATAL_CODES = new Set([
  "BUS_UNAUTHORIZED",
  "BUS_ENTITY_NOT_FOUND",
  "BUS_ENTITY_DISABLED",
  "BUS_SESSIONS_MISMATCH",
]);

/** An error of the client as one of ours, with the original as its cause. */
export function toBusError(error: unknown, doing: string): AzlinError {
  if (isAzlinError(error)) return error;
  const last = unwrapError(error);
  const { code, message } = factsOf(last);
  const translate = CODES[code] ?? CODES[BY_TEXT.find(([pattern]) => pattern.test(message))?.[1] ?? ""];
  const text = `${doing} failed: ${message}`;
  const options = { cause: error, details: { code } };
  return translate === undefined ? new TransportError("BUS_UNREACHABLE", text, options) : translate(text, options);
}

/** Whether an error means that nothing will change until somebody changes the namespace or the rights. */
export function isFatal(error: AzlinError): boolean {
  return FATAL_CODES.has(error.code);
}

function factsOf(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: "", message: String(error) };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const condition = "condition" in error && typeof error.condition === "string" ? ` (${error.condition})` : "";
  return { code, message: `${error.message}${condition}` };
}

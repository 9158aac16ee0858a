import { systemClock } from "../time/clock.ts";
import { parseRetryAfter } from "../work/retry-after.ts";
import type { AzlinError, AzlinErrorOptions } from "./azlin-error.ts";
import type { AzureErrorContext } from "./azure-error.ts";
import type { AzureErrorFacts } from "./azure-error-facts.ts";
import {
  AuthenticationError,
  ConflictError,
  InternalError,
  NotFoundError,
  PermissionError,
  ProvisioningError,
  ThrottledError,
  TransportError,
  ValidationError,
} from "./families.ts";

/** Which errors, and what becomes of them. */
export interface AzureErrorRule {
  readonly matches: (facts: AzureErrorFacts) => boolean;
  readonly translate: (facts: AzureErrorFacts, context: AzureErrorContext, cause: unknown) => AzlinError;
}

type Family = new (code: string, message: string, options: AzlinErrorOptions) => AzlinError;

const SIGN_IN_HINT = "Run 'az login' (or sign in the way your credential expects), then try again.";
const TRANSPORT_CODES =
  /^(?:PARSE_ERROR|REQUEST_SEND_ERROR|REQUEST_ABORTED_ERROR|ABORT_ERR|E[A-Z]+|EAI_[A-Z]+|UND_ERR_\w+|ERR_TLS_\w+|ERR_SSL_\w+|ERR_STREAM_PREMATURE_CLOSE)$/;
const CERTIFICATE_CODES = /CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|ERR_TLS_/;
const LRO_FAILED = /^The long-running operation has failed(?:\.\s*(?:(?<code>\w+)\.)?\s*(?<message>.*))?$/s;
const LRO_CANCELED = /\boperation (?:was|has been) cancell?ed\b/i;

/** Asked in order; the last one takes everything. */
export const AZURE_ERROR_RULES: readonly AzureErrorRule[] = [
  { matches: isSignInFailure, translate: family(AuthenticationError, "NOT_SIGNED_IN", () => SIGN_IN_HINT) },
  { matches: status(403), translate: permissionDenied },
  {
    matches: status(404),
    translate: family(NotFoundError, "NOT_FOUND", () => "Check the name, resource group and subscription."),
  },
  {
    matches: status(409, 412),
    translate: family(ConflictError, "CONFLICT", () => "See what else is using or changing it, then try again."),
  },
  { matches: status(429), translate: throttled },
  { matches: isTransportFailure, translate: family(TransportError, "TRANSPORT_FAILED", transportHint) },
  {
    matches: isClientMistake,
    translate: family(ValidationError, "INVALID_REQUEST", () => "Correct what Azure names, then try again."),
  },
  { matches: isFailedOperation, translate: operationFailed },
  {
    matches: () => true,
    translate: family(InternalError, "INTERNAL_ERROR", () => "This looks like a bug of azlin: please report it."),
  },
];

function family(Family: Family, code: string, hint: (facts: AzureErrorFacts) => string): AzureErrorRule["translate"] {
  return (facts, context, cause) =>
    new Family(code, messageOf(facts, context), { hint: hint(facts), details: detailsOf(facts, context), cause });
}

function permissionDenied(facts: AzureErrorFacts, context: AzureErrorContext, cause: unknown): AzlinError {
  const requiredAction = context.action ?? /perform action '(?<action>[^']+)'/.exec(facts.message)?.groups?.["action"];
  return new PermissionError("PERMISSION_DENIED", messageOf(facts, context), {
    ...(requiredAction !== undefined && { requiredAction }),
    hint:
      requiredAction === undefined
        ? "Ask an owner of the subscription for a role that allows this."
        : `Ask an owner of the subscription for a role that contains '${requiredAction}'.`,
    details: detailsOf(facts, context),
    cause,
  });
}

function throttled(facts: AzureErrorFacts, context: AzureErrorContext, cause: unknown): AzlinError {
  const retryAfterMs = parseRetryAfter(facts.header, (context.clock ?? systemClock).now());
  return new ThrottledError("THROTTLED", messageOf(facts, context), {
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    hint: retryAfterMs === undefined ? "Wait a minute." : `Wait ${Math.ceil(retryAfterMs / 1_000)} s.`,
    details: detailsOf(facts, context),
    cause,
  });
}

function operationFailed(facts: AzureErrorFacts, context: AzureErrorContext, cause: unknown): AzlinError {
  const told = LRO_FAILED.exec(facts.message)?.groups;
  const known: AzureErrorFacts = LRO_CANCELED.test(facts.message)
    ? { ...facts, code: facts.code ?? "Canceled", message: "Azure canceled the operation." }
    : { ...facts, code: told?.["code"] ?? facts.code, message: told?.["message"] || facts.message };
  return new ProvisioningError("PROVISIONING_FAILED", messageOf(known, context), {
    hint: "See the activity log of the resource group for what Azure did.",
    details: detailsOf(known, context),
    cause,
  });
}

function status(...statusCodes: number[]): AzureErrorRule["matches"] {
  return ({ statusCode }) => statusCode !== undefined && statusCodes.includes(statusCode);
}

function isSignInFailure({ name, statusCode }: AzureErrorFacts): boolean {
  return (
    statusCode === 401 ||
    /^(?:CredentialUnavailable(?:Error)?|AuthenticationRequired(?:Error)?|AggregateAuthenticationError|AuthenticationError)$/.test(
      name,
    )
  );
}

function isTransportFailure({ name, statusCode, code }: AzureErrorFacts): boolean {
  if (statusCode !== undefined && (statusCode === 408 || statusCode >= 500 || statusCode < 400)) return true;
  if (name === "AbortError") return true;
  return code !== undefined && (TRANSPORT_CODES.test(code) || CERTIFICATE_CODES.test(code));
}

function isClientMistake({ statusCode }: AzureErrorFacts): boolean {
  return statusCode !== undefined && statusCode >= 400;
}

function isFailedOperation({ message }: AzureErrorFacts): boolean {
  return LRO_FAILED.test(message) || LRO_CANCELED.test(message);
}

function transportHint({ code }: AzureErrorFacts): string {
  return code !== undefined && CERTIFICATE_CODES.test(code)
    ? "A proxy may be signing the connection: point NODE_EXTRA_CA_CERTS to its certificate."
    : "Check the network and the status of Azure, then try again.";
}

function messageOf(facts: AzureErrorFacts, context: AzureErrorContext): string {
  const code = facts.code === undefined || facts.message.includes(facts.code) ? "" : ` (${facts.code})`;
  return `Could not ${context.operation}: ${facts.message.trim()}${code}`;
}

function detailsOf(facts: AzureErrorFacts, context: AzureErrorContext): Record<string, unknown> {
  const { statusCode, code, requestId, inner } = facts;
  return {
    ...(context.resource !== undefined && { resource: context.resource }),
    ...(statusCode !== undefined && { statusCode }),
    ...(code !== undefined && { azureCode: code }),
    ...(requestId !== undefined && { requestId }),
    ...(inner.length > 0 && { azureDetails: inner }),
  };
}

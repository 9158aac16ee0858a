import type { Clock } from "../time/clock.ts";
import { type AzlinError, isAzlinError } from "./azlin-error.ts";
import { azureErrorFacts, type AzureErrorFacts } from "./azure-error-facts.ts";
import { AZURE_ERROR_RULES } from "./azure-error-rules.ts";

/** What was being done when an Azure client threw. */
export interface AzureErrorContext {
  /** The deed, so that it reads well after "Could not": `read the tags of vm-1`. */
  readonly operation: string;
  /** The Azure action it takes, `Microsoft.Compute/virtualMachines/read`; told when permission is missing. */
  readonly action?: string;
  /** Id or name of the resource it was done to. */
  readonly resource?: string;
  /** The signal the client was given. */
  readonly signal?: AbortSignal | undefined;
  /** For answers that name a date to wait for. Default: the system's. */
  readonly clock?: Clock;
}

/**
 * Translates what an official Azure client throws, by its shape: {@link AzlinError.code} says what kind of failure it
 * was, `details` keeps Azure's status, code, request id and sub-errors, `cause` the error itself. An error of ours is
 * returned unchanged.
 *
 * | Thrown | Returned |
 * | --- | --- |
 * | 401, no credential, refused sign-in | AuthenticationError `NOT_SIGNED_IN` |
 * | 403 | PermissionError `PERMISSION_DENIED` |
 * | 404 | NotFoundError `NOT_FOUND` |
 * | 409, 412 | ConflictError `CONFLICT` |
 * | 429 | ThrottledError `THROTTLED` |
 * | other 4xx | ValidationError `INVALID_REQUEST` |
 * | 408, 5xx, network, certificate, unreadable answer, time-out of a request | TransportError `TRANSPORT_FAILED` |
 * | long-running operation failed or canceled | ProvisioningError `PROVISIONING_FAILED` |
 * | anything else | InternalError `INTERNAL_ERROR` |
 *
 * @throws the signal's reason when the given signal has aborted and the client says that it was: clients lose the reason.
 */
export function toAzlinError(error: unknown, context: AzureErrorContext): AzlinError {
  if (isAzlinError(error)) return error;
  const facts = azureErrorFacts(error);
  if (isAbort(facts)) context.signal?.throwIfAborted();
  const rule = AZURE_ERROR_RULES.find(({ matches }) => matches(facts));
  return rule!.translate(facts, context, error);
}

function isAbort(facts: AzureErrorFacts): boolean {
  return facts.name === "AbortError" || facts.code === "REQUEST_ABORTED_ERROR" || facts.code === "ABORT_ERR";
}

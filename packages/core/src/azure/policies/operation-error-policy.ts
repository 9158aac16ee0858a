import type { PipelinePolicy, PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import { parseAzureErrorBody, parseJsonObject, type AzureErrorBody } from "./azure-error-body.ts";

/** Azure's errors by the request they answer: an error of the clients carries that, but not always the body. */
const azureErrors = new WeakMap<object, AzureErrorBody>();

/**
 * Keeps what Azure says about a long-running operation that failed, which the official clients lose: they throw a plain
 * `Error` with the first code in its text. When a poll answers that the operation failed or was canceled, the policy
 * throws a `RestError` with the same text, Azure's `code` and, as in any other answer, `details.error`. It reaches the
 * caller as it is in both generations of clients.
 * It also remembers the body of a refused request, of which the newer clients keep only the code.
 * {@link operationErrorOf} reads both. Position: `perCall`, above the clients' retries: the operation has ended.
 */
export function operationErrorPolicy(): PipelinePolicy {
  return {
    name: "azlinOperationErrorPolicy",
    sendRequest: async (request, next) => {
      const response = await next(request);
      if (response.status >= 400) remember(request, response);
      else if (request.method === "GET") await throwIfEndedBadly(request, response);
      return response;
    },
  };
}

/**
 * Azure's own `{ code, message, target?, details }` behind an error that an official client threw: of a failed
 * long-running operation, or of a refused request.
 *
 * @returns `undefined` when there is none: a network failure, an answer that was not Azure's.
 */
export function operationErrorOf(error: unknown): AzureErrorBody | undefined {
  if (!(error instanceof Error)) return undefined;
  const { request, details } = error as { request?: object; details?: { error?: unknown } };
  const remembered = request === undefined ? undefined : azureErrors.get(request);
  return remembered ?? parseAzureErrorBody(details?.error) ?? operationErrorOf(error.cause);
}

function remember(request: PipelineRequest, response: PipelineResponse): void {
  const body = parseAzureErrorBody(parseJsonObject(response.bodyAsText)["error"]);
  if (body !== undefined) azureErrors.set(request, body);
}

async function throwIfEndedBadly(request: PipelineRequest, response: PipelineResponse): Promise<void> {
  const ended = badEndOf(response.bodyAsText);
  if (ended === undefined) return;
  // Whoever sends a request has loaded this library before.
  const { RestError } = await import("@azure/core-rest-pipeline");
  const { code, target, details } = ended.error ?? {};
  const thrown = new RestError(ended.message, { request, ...(code !== undefined && { code }) });
  if (ended.error !== undefined) {
    azureErrors.set(request, ended.error);
    // Without Azure's message, which the error's own ends with: that one says it was an operation that failed.
    thrown.details = { error: { code, target, details } };
  }
  throw Object.assign(thrown, { requestId: response.headers.get("x-ms-request-id") });
}

interface BadEnd {
  readonly message: string;
  readonly error: AzureErrorBody | undefined;
}

/** How an operation ended, when `body` is the status of one that did not succeed. */
function badEndOf(body: string | null | undefined): BadEnd | undefined {
  // A cheap look first: lists of thousands of resources pass here too.
  if (!mayBeOperation(body)) return undefined;
  const { status, type, error: written } = parseJsonObject(body);
  // A resource has a type; the status of an operation has not.
  if (typeof status !== "string" || type !== undefined) return undefined;
  const error = parseAzureErrorBody(written);
  if (/^cancell?ed$/i.test(status)) return { message: "Operation was canceled", error };
  const reason = error === undefined ? "" : `. ${error.code}. ${error.message}`;
  return /fail/i.test(status) ? { message: `The long-running operation has failed${reason}`, error } : undefined;
}

const MAX_OPERATION_LENGTH = 64 * 1024;

function mayBeOperation(body: string | null | undefined): body is string {
  return (
    typeof body === "string" &&
    body.length <= MAX_OPERATION_LENGTH &&
    /"status"\s*:\s*"[^"]*(?:fail|cancel)/i.test(body)
  );
}

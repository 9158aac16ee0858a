import { UnsupportedError } from "@azlin/core";
import type { HttpClient, PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import pLimit from "p-limit";
import { azFailure } from "./az-failure.ts";
import type { AzExit, AzRunner } from "./az-process.ts";
import { parseAzRestAnswer, type AzRestAnswer } from "./az-rest-answer.ts";
import { azRestCall } from "./az-rest-arguments.ts";

/**
 * An HTTP client whose every request is one `az rest` process. az signs the request; its retries, paging and polling
 * are not used: the official clients do those.
 *
 * Network failures reject with a `RestError` that has Node's error code, so that the clients retry them.
 *
 * @param concurrency - how many processes may run at a time.
 */
export function azRestClient(run: AzRunner, concurrency: number): HttpClient {
  const limit = pLimit(concurrency);
  return { sendRequest: (request) => limit(() => send(run, request)) };
}

async function send(run: AzRunner, request: PipelineRequest): Promise<PipelineResponse> {
  const call = azRestCall(request);
  const aborted = new AbortController();
  const abort = (): void => aborted.abort();
  if (request.abortSignal?.aborted === true) abort();
  request.abortSignal?.addEventListener("abort", abort);
  const timeoutMs = request.timeout > 0 ? request.timeout : undefined;
  try {
    const exit = await run({ ...call, signal: aborted.signal, timeoutMs });
    // As the clients' own HTTPS does: a time-out that the caller asked for ends the call, it is not retried.
    if (exit.timedOut && timeoutMs !== undefined) throw new DOMException("The request timed out.", "AbortError");
    return await responseOf(request, exit);
  } finally {
    request.abortSignal?.removeEventListener("abort", abort);
  }
}

async function responseOf(request: PipelineRequest, exit: AzExit): Promise<PipelineResponse> {
  const answer = exit.timedOut ? undefined : parseAzRestAnswer(exit);
  // Whoever sends a request has loaded this library before.
  const { createHttpHeaders, RestError } = await import("@azure/core-rest-pipeline");
  if (answer === undefined) {
    const failure = exit.timedOut ? TIMED_OUT : azFailure(exit);
    if (failure.kind === "error") throw failure.error;
    throw new RestError(failure.message, { code: failure.code, request });
  }
  refuseBinary(answer);
  const headers = createHttpHeaders();
  for (const [name, value] of answer.headers) headers.set(name, value);
  return { request, status: answer.status, headers, bodyAsText: request.method === "HEAD" ? "" : answer.body };
}

const TIMED_OUT = { kind: "network", code: "ETIMEDOUT", message: "az rest got no answer in time." } as const;

/** Of binary answers az prints a guess at their text, or nothing. */
function refuseBinary(answer: AzRestAnswer): void {
  const header = (wanted: string): string =>
    answer.headers.find(([name]) => name.toLowerCase() === wanted)?.[1].toLowerCase() ?? "";
  const type = header("content-type");
  if (
    type.endsWith("octet-stream") ||
    type.startsWith("image/") ||
    header("content-disposition").startsWith("attach")
  ) {
    throw new UnsupportedError(
      "AZ_REST_BINARY",
      `az rest cannot hand over an answer of type ${type || "attachment"}.`,
      {
        hint: "Use the az-token or the sdk transport for downloads.",
      },
    );
  }
}

import type { AbortOptions } from "@azlin/core";
import type { PipelineResponse } from "@azure/core-rest-pipeline";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import { sendArm } from "../azure/send-arm.ts";
import { classifyDeleteError } from "./classify-delete-error.ts";
import { askedWait, pollWait } from "./poll-wait.ts";

/** Where an answer says that a long-running operation can be asked about; `null` when there is nothing to wait for. */
export function operationUrlOf({ headers, status }: Pick<PipelineResponse, "headers" | "status">): string | null {
  const url = headers.get("operation-location") ?? headers.get("azure-asyncoperation") ?? headers.get("location");
  return status === 201 || status === 202 ? (url ?? null) : null;
}

/**
 * Waits until a long-running operation has ended. Polls that do not get through are made again: that they fail says nothing
 * about the operation.
 *
 * @throws RestError of the operation when it failed; what `signal` aborts with.
 */
export async function awaitOperation(azure: CleanupAzure, url: string, { signal }: AbortOptions): Promise<void> {
  const { clock, pollIntervalMs } = azure;
  let askedMs = 0;
  for (let poll = 0; ; poll += 1) {
    await clock.delay(pollWait(poll, pollIntervalMs, askedMs), { signal });
    const answer = await ask(azure, url, { signal });
    if (answer === "ended") return;
    askedMs = answer.askedMs;
  }
}

type Answer = "ended" | { readonly askedMs: number };

async function ask(azure: CleanupAzure, url: string, { signal }: AbortOptions): Promise<Answer> {
  try {
    const response = await sendArm(azure, { url, signal });
    if (!isRunning(response)) return "ended";
    return { askedMs: askedWait((name) => response.headers.get(name), azure.clock.now()) };
  } catch (error) {
    signal?.throwIfAborted();
    const failure = classifyDeleteError(error, url);
    // Azure forgets operations after a while: how it ended, the resource will tell.
    if (failure.status === 404) return "ended";
    if (failure.status === 401) azure.clients.renew();
    if (isOfThePoll(failure)) return { askedMs: failure.retryAfterMs ?? 0 };
    throw error;
  }
}

function isRunning({ status, bodyAsText }: PipelineResponse): boolean {
  if (status === 202) return true;
  const told = /"status"\s*:\s*"(?<status>[^"]+)"/.exec(bodyAsText ?? "")?.groups?.["status"];
  return told !== undefined && !/^(?:succeeded|failed|cancell?ed)$/i.test(told);
}

/** An operation's own failure has no status, or one that says what is wrong. */
function isOfThePoll({ status, code }: { readonly status: number | null; readonly code: string | null }): boolean {
  if (status === null) return code !== null && /^(?:E[A-Z]+|UND_ERR_\w+|REQUEST_SEND_ERROR|PARSE_ERROR)$/.test(code);
  return status === 401 || status === 408 || status === 429 || status >= 500;
}

import { tryParseResourceId, type AbortOptions } from "@azlin/core";
import type { PipelineResponse } from "@azure/core-rest-pipeline";
import type { CleanupAzure } from "./cleanup-azure.ts";

/** One request to Resource Manager. */
export interface ArmSend extends AbortOptions {
  readonly method: "GET" | "DELETE" | "POST";
  /** Path with its query, or the whole address of a page or an operation. */
  readonly url: string;
}

/**
 * Sends a request through the official client's own pipeline: signing, transport and policies are the same. For what no
 * client serves here: a deletion whose poller waits on our clock and can be taken up by another process, and lists of
 * locks, role assignments and deleted vaults, for which three more clients would be loaded.
 *
 * @throws RestError for answers of 400 and above, as the clients do.
 */
export async function sendArm(azure: CleanupAzure, { method, url, signal }: ArmSend): Promise<PipelineResponse> {
  const { createPipelineRequest, RestError } = await import("@azure/core-rest-pipeline");
  const address = new URL(url, azure.transport.cloud.resourceManager);
  const client = await azure.clients.of(subscriptionOf(address.pathname));
  const request = createPipelineRequest({
    url: address.href,
    method,
    ...(signal !== undefined && { abortSignal: signal }),
  });
  const response = await client.sendRequest(request);
  if (response.status < 400) return response;
  const text = response.bodyAsText ?? "";
  throw new RestError(text === "" ? `Azure answered ${response.status}.` : text, {
    statusCode: response.status,
    request,
    response,
  });
}

function subscriptionOf(path: string): string {
  const [, subscriptions, id = ""] = path.split("/");
  return subscriptions?.toLowerCase() === "subscriptions" ? id : (tryParseResourceId(path)?.subscriptionId ?? "");
}

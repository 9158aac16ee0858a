import type { AbortOptions } from "@azlin/core";
import type { IdentityClients } from "./identity-clients.ts";

/** What is read of Resource Manager. */
export interface ArmRead extends AbortOptions {
  readonly subscriptionId: string;
  /** Path with its query, or the whole address of a page. */
  readonly url: string;
}

/**
 * Reads something that no client here serves, through the pipeline of one that is loaded anyhow: signing, transport and
 * policies are the same.
 *
 * @throws RestError for answers of 400 and above, as the clients do.
 */
export async function getFromArm<T>(clients: IdentityClients, { subscriptionId, url, signal }: ArmRead): Promise<T> {
  const { createPipelineRequest, RestError } = await import("@azure/core-rest-pipeline");
  const client = await clients.authorization(subscriptionId);
  const request = createPipelineRequest({
    url: new URL(url, clients.transport.cloud.resourceManager).href,
    ...(signal !== undefined && { abortSignal: signal }),
  });
  const response = await client.sendRequest(request);
  const text = response.bodyAsText ?? "";
  if (response.status < 400) return JSON.parse(text) as T;
  throw new RestError(text === "" ? `Azure answered ${response.status}.` : text, {
    statusCode: response.status,
    request,
    response,
  });
}

import type { AbortOptions } from "@azlin/core";
import type { ContainerAppsAPIClient } from "@azure/arm-appcontainers";
import type { ContainersAzure } from "./containers-azure.ts";

/** One request to Resource Manager. */
export interface ArmSend extends AbortOptions {
  readonly method: "GET" | "POST";
  /** Path with its query. */
  readonly path: string;
}

/**
 * Sends a request through the official client's own pipeline, and reads its answer. For what the client does not serve:
 * the replicas and the log token of a job; and identities, vaults and role assignments, for which three more clients
 * would be loaded to read one document each.
 *
 * @throws RestError for answers of 400 and above, as the client does.
 */
export async function sendArm(
  azure: ContainersAzure,
  client: ContainerAppsAPIClient,
  { method, path, signal }: ArmSend,
): Promise<unknown> {
  const { createPipelineRequest, RestError } = await import("@azure/core-rest-pipeline");
  const { href } = new URL(path.replaceAll(/\/{2,}/g, "/"), azure.transport.cloud.resourceManager);
  const request = createPipelineRequest({ url: href, method, ...(signal !== undefined && { abortSignal: signal }) });
  const response = await client.sendRequest(request);
  const text = response.bodyAsText ?? "";
  if (response.status < 400) return text === "" ? undefined : JSON.parse(text);
  throw new RestError(text === "" ? `Azure answered ${response.status}.` : text, {
    statusCode: response.status,
    request,
    response,
  });
}

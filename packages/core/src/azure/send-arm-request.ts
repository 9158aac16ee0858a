import type { createPipelineRequest, PipelineRequest, PipelineResponse, RestError } from "@azure/core-rest-pipeline";
import { TransportError } from "../errors/families.ts";
import type { AbortOptions } from "../operation-options.ts";
import type { CloudEndpoints } from "./cloud-endpoints.ts";

/** With what a request is sent to Resource Manager. */
export interface ArmSender {
  /** Any client of Resource Manager: its signing, transport and policies are used. */
  readonly client: { sendRequest: (request: PipelineRequest) => Promise<PipelineResponse> };
  readonly cloud: Pick<CloudEndpoints, "resourceManager">;
  /** `await import("@azure/core-rest-pipeline")`. */
  readonly pipeline: {
    readonly createPipelineRequest: typeof createPipelineRequest;
    readonly RestError: typeof RestError;
  };
}

/** One request to Resource Manager. */
export interface ArmRequest extends AbortOptions {
  /** Default: GET. */
  readonly method?: "GET" | "DELETE" | "POST";
  /** Path with its query, or the whole address of a page or an operation. */
  readonly url: string;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/**
 * Sends a request through an official client's own pipeline, for what no client at hand serves. Requests are signed: they
 * go to Resource Manager and nowhere else.
 *
 * @throws RestError for answers of 400 and above, as the clients do; TransportError (`ADDRESS_ELSEWHERE`).
 */
export async function sendArmRequest(sender: ArmSender, asked: ArmRequest): Promise<PipelineResponse> {
  const { client, cloud, pipeline } = sender;
  const { method = "GET", body, signal } = asked;
  const request = pipeline.createPipelineRequest({
    url: addressIn(asked.url, cloud.resourceManager),
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal !== undefined && { abortSignal: signal }),
  });
  if (body !== undefined) request.headers.set("content-type", "application/json");
  const response = await client.sendRequest(request);
  if (response.status < 400) return response;
  const text = response.bodyAsText ?? "";
  throw new pipeline.RestError(text === "" ? `Azure answered ${response.status}.` : text, {
    statusCode: response.status,
    request,
    response,
  });
}

function addressIn(url: string, resourceManager: string): string {
  const address = new URL(url.replace(/^\/+/, "/"), resourceManager);
  if (address.origin === new URL(resourceManager).origin) return address.href;
  throw new TransportError("ADDRESS_ELSEWHERE", `Azure's answer leads away from Azure, to ${address.origin}.`, {
    hint: "Something between you and Azure changes its answers: look at proxies.",
  });
}

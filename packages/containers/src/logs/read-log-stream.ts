import { toAzlinError, type AbortOptions } from "@azlin/core";
import type { PipelineResponse } from "@azure/core-rest-pipeline";
import type { ContainersAzure } from "../azure/containers-azure.ts";
import type { LogStream } from "./find-log-stream.ts";

/** What to read of a log stream. */
export interface ReadLogStreamOptions extends AbortOptions {
  /** Lines from the end to begin with, 0 to 300. */
  readonly tailLines: number;
  /** Whether the answer is to go on while more is written, as long as Azure lets it. */
  readonly follow: boolean;
}

/**
 * The lines of a log stream until the answer ends. The stream has a token of its own: the official client's pipeline
 * would put another in its place.
 *
 * @throws AzlinError for answers of 400 and above, and when the connection fails; UnsupportedError over `az rest`, which
 * cannot send the token.
 */
export async function* readLogStream(
  azure: ContainersAzure,
  { url, token }: LogStream,
  { tailLines, follow, signal }: ReadLogStreamOptions,
): AsyncGenerator<string> {
  const target = new URL(url);
  target.searchParams.set("output", "json");
  target.searchParams.set("follow", String(follow));
  target.searchParams.set("tailLines", String(tailLines));
  try {
    yield* linesOf(await send(azure, target, { token, signal }));
  } catch (error) {
    const action = "Microsoft.App/jobs/read";
    throw toAzlinError(error, { operation: "read the log", action, resource: url.pathname, signal });
  }
}

async function send(
  { transport }: ContainersAzure,
  url: URL,
  { token, signal }: AbortOptions & { readonly token: string },
): Promise<PipelineResponse> {
  const pipelines = await import("@azure/core-rest-pipeline");
  const pipeline = pipelines.createEmptyPipeline();
  for (const { policy } of transport.policies ?? []) pipeline.addPolicy(policy);
  const request = pipelines.createPipelineRequest({
    url: url.href,
    headers: pipelines.createHttpHeaders({ authorization: `Bearer ${token}` }),
    streamResponseStatusCodes: new Set([200]),
    ...(signal !== undefined && { abortSignal: signal }),
  });
  const client = transport.httpClient ?? pipelines.createDefaultHttpClient();
  const response = await pipeline.sendRequest(client, request);
  if (response.status === 200) return response;
  const message = `The log stream answered ${response.status}.`;
  throw new pipelines.RestError(message, { statusCode: response.status, request, response });
}

/** Transports that cannot stream give the whole text at once. */
async function* linesOf({ bodyAsText, readableStreamBody }: PipelineResponse): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = bodyAsText ?? "";
  for await (const chunk of readableStreamBody ?? []) {
    rest += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter((line) => line !== "");
  }
  yield* rest.split("\n").filter((line) => line !== "");
}

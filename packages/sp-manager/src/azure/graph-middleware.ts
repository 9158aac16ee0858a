import type { AzureTransport } from "@azlin/core";
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  type HttpMethods,
  type Pipeline,
  userAgentPolicy,
} from "@azure/core-rest-pipeline";
import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import type { FailureListener } from "./call-graph.ts";

/** Statuses whose answers may have no body. */
const BODILESS = new Set([204, 205, 304]);

/**
 * Carries the requests of the Graph client over a transport: signing, limits and the way to Azure are the transport's. Takes
 * the place of the client's own middleware, whose retries run on a clock that nobody can set.
 */
export function graphMiddleware(transport: AzureTransport): Middleware {
  const pipeline = pipelineOf(transport);
  const httpClient = transport.httpClient ?? createDefaultHttpClient();
  return {
    execute: async (context) => {
      const { headers, body, method, signal } = context.options ?? {};
      const request = createPipelineRequest({
        url: urlOf(context),
        method: (method ?? "GET") as HttpMethods,
        headers: createHttpHeaders(Object.fromEntries(new Headers(headers))),
        ...(typeof body === "string" && { body }),
        ...(signal !== null && signal !== undefined && { abortSignal: signal }),
      });
      const response = await pipeline.sendRequest(httpClient, request).catch((error: unknown) => {
        onFailureOf(context)?.(error);
        throw error;
      });
      const { status, bodyAsText } = response;
      context.response = new Response(BODILESS.has(status) ? null : (bodyAsText ?? ""), {
        status,
        headers: response.headers.toJSON(),
      });
    },
  };
}

function pipelineOf({ cloud, credential, policies = [] }: AzureTransport): Pipeline {
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(userAgentPolicy({ userAgentPrefix: "azlin-sp-manager" }));
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: [`${cloud.graph}/.default`] }), {
    phase: "Sign",
  });
  for (const { policy, position } of policies) {
    pipeline.addPolicy(policy, position === "perRetry" ? { afterPhase: "Retry" } : {});
  }
  return pipeline;
}

function onFailureOf({ options }: Context): FailureListener | undefined {
  return (options as { readonly onFailure?: FailureListener } | undefined)?.onFailure;
}

function urlOf({ request }: Context): string {
  return typeof request === "string" ? request : request.url;
}

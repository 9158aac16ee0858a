import type { HttpClient, PipelineRequest } from "@azure/core-rest-pipeline";

/**
 * An HTTP client that sends requests for any host to `origin`, a server on this machine, over plain HTTP. The `host`
 * header keeps the host that was meant, so the server can tell Azure's services apart and production URLs stay in use.
 *
 * @param origin - `http://127.0.0.1:PORT`.
 */
export function loopbackHttpClient(origin: string): HttpClient {
  let client: Promise<HttpClient> | undefined;
  // Loaded with the first request: whoever sends one has loaded this library before.
  const load = async (): Promise<HttpClient> => (await import("@azure/core-rest-pipeline")).createDefaultHttpClient();
  return {
    sendRequest: async (request) => {
      client ??= load();
      const response = await (await client).sendRequest(await redirected(request, origin));
      // Callers compare the response's request with their own.
      return { ...response, request };
    },
  };
}

/** A copy, because policies look at their request's URL again after it was sent. */
async function redirected(request: PipelineRequest, origin: string): Promise<PipelineRequest> {
  const { createHttpHeaders } = await import("@azure/core-rest-pipeline");
  const meant = new URL(request.url);
  const copy = Object.assign(Object.create(Object.getPrototypeOf(request)) as PipelineRequest, request);
  copy.url = origin + request.url.slice(meant.origin.length);
  copy.headers = createHttpHeaders(request.headers.toJSON({ preserveCase: true }));
  copy.headers.set("host", meant.host);
  copy.allowInsecureConnection = true;
  // Chosen for the host that was meant: a proxy of the environment must not see these.
  delete copy.agent;
  delete copy.proxySettings;
  delete copy.tlsSettings;
  return copy;
}

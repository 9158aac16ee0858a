import { BearerCheck } from "../../entra/bearer.ts";
import { ADMINISTRATOR, type Principal } from "../../entra/principal.ts";
import { json, type Surface } from "../../http/surface.ts";
import type { World } from "../../world/world.ts";
import { readQuery } from "../../arm/arm-request.ts";
import { answerBatch } from "./batch.ts";
import { identifyCaller } from "./identify-caller.ts";
import { GraphError } from "./graph-error.ts";
import { readGraphPath } from "./graph-path.ts";
import { parseBody, type GraphResponse } from "./graph-request.ts";
import { graphHandler } from "./graph-routes.ts";
import { GraphThrottle } from "./graph-throttle.ts";

const HOST = "graph.microsoft.com";
const PATH = /^\/+(graph\/+)?(v1\.0|beta)(\/.*)$/i;

/** Microsoft Graph, as far as applications and service principals go; on loopback below `/graph/v1.0` and `/v1.0`. */
export function graphSurface(world: World): Surface {
  const parts: GraphParts = { world, bearer: new BearerCheck(world), throttle: new GraphThrottle() };
  return {
    name: "graph",
    serves: (url) => url.hostname === HOST || PATH.test(url.pathname),
    handle: (request, url) => answer(parts, request, url),
  };
}

interface GraphParts {
  readonly world: World;
  readonly bearer: BearerCheck;
  readonly throttle: GraphThrottle;
}

async function answer(parts: GraphParts, request: Request, url: URL): Promise<Response> {
  const { world } = parts;
  const requestId = world.ids.guid();
  const clientRequestId = request.headers.get("client-request-id") ?? requestId;
  const told = { "request-id": requestId, "client-request-id": clientRequestId };
  try {
    const { status, headers, body } = await dispatch(parts, request, url);
    return toResponse({ status, body, headers: { ...told, ...headers } });
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const stamp = { requestId, clientRequestId, nowMs: world.clock.now() };
    return json(error.status, error.toBody(stamp), { ...told, ...error.options.headers });
  }
}

async function dispatch(parts: GraphParts, request: Request, url: URL): Promise<GraphResponse> {
  const [, prefix = "", version = "v1.0", path = "/"] = PATH.exec(url.pathname) ?? [];
  const body = parseBody(request.body === null ? "" : await request.text());
  if (path.toLowerCase() === "/$batch") {
    return answerBatch(body, (part) => answer(parts, inBatch(part, request, url), new URL(part.url, batchBase(url))));
  }
  const principal = await callerOf(parts, request);
  parts.throttle.count(parts.world, { method: request.method, principal });
  const { shape, keys } = readGraphPath(path);
  return graphHandler(request.method, shape)(
    {
      method: request.method,
      base: `${url.origin}${prefix === "" ? "" : "/graph"}/${version}`,
      path,
      keys,
      query: readQuery(url),
      headers: request.headers,
      body,
      principal,
    },
    parts.world,
  );
}

function callerOf({ world, bearer }: GraphParts, request: Request): Promise<Principal> {
  // Nobody is refused in a replayed world.
  if (world.settings.profile === "replay") return Promise.resolve(ADMINISTRATOR);
  return identifyCaller(world, bearer, request.headers);
}

/** Where the URLs of a batch begin: beside the `$batch` segment. */
function batchBase(url: URL): URL {
  return new URL(url.pathname.replace(/\$batch$/i, ""), url.origin);
}

function inBatch(part: { readonly request: RequestInit; readonly url: string }, outer: Request, url: URL): Request {
  const headers = new Headers(part.request.headers);
  const authorization = outer.headers.get("authorization");
  if (authorization !== null) headers.set("authorization", authorization);
  return new Request(new URL(part.url, batchBase(url)), { ...part.request, headers });
}

function toResponse({ status, headers, body }: Required<GraphResponse>): Response {
  if (body === undefined) return new Response(null, { status, headers });
  if (typeof body === "string") {
    return new Response(body, { status, headers: { ...headers, "content-type": "text/plain" } });
  }
  return json(status, body, { "content-type": "application/json;odata.metadata=minimal;charset=utf-8", ...headers });
}

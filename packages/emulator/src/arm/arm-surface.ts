import type { Surface } from "../http/surface.ts";
import { BearerCheck } from "../entra/bearer.ts";
import { ADMINISTRATOR } from "../entra/principal.ts";
import type { World } from "../world/world.ts";
import { ArmError } from "./arm-error.ts";
import { methodNotAllowed, missingApiVersion } from "./arm-errors.ts";
import { parseBody, pathSegments, readQuery, type ArmRequest, type ArmResponse } from "./arm-request.ts";
import { authorize } from "./authorization.ts";
import { handleResource } from "./resource-handler.ts";
import { readResourcePath } from "./resource-path.ts";
import type { RouteTable } from "./route-table.ts";
import { requireSubscription } from "./subscriptions.ts";

/** Azure Resource Manager: whatever no other surface serves. */
export function armSurface(world: World, routes: RouteTable): Surface {
  const bearer = new BearerCheck(world);
  return {
    name: "arm",
    serves: () => true,
    handle: async (request, url) => {
      const answer = await respond({ world, routes, bearer, request, url });
      return toResponse(world, request, answer);
    },
  };
}

interface Exchange {
  readonly world: World;
  readonly routes: RouteTable;
  readonly bearer: BearerCheck;
  readonly request: Request;
  readonly url: URL;
}

async function respond(exchange: Exchange): Promise<ArmResponse> {
  try {
    return await dispatch(exchange);
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    return {
      status: error.status,
      headers: { "x-ms-failure-cause": error.options.cause ?? "gateway", ...error.options.headers },
      body: error.toBody(),
    };
  }
}

async function dispatch({ world, routes, bearer, request, url }: Exchange): Promise<ArmResponse> {
  const segments = pathSegments(url.pathname);
  const query = readQuery(url);
  const matched = routes.match(segments);
  const apiVersion = query.get("api-version") ?? "";
  const isPublic = segments[0]?.toLowerCase() === "metadata";
  const principal =
    world.settings.profile === "replay" || isPublic
      ? ADMINISTRATOR
      : await bearer.principalOf(request.headers, (audience) => isArmAudience(audience, url));
  const armRequest: ArmRequest = {
    method: request.method,
    origin: url.origin,
    segments,
    query,
    headers: request.headers,
    body: parseBody(request.body === null ? "" : await request.text()),
    principal,
    apiVersion,
    parameters: matched?.parameters ?? {},
  };
  if (!isPublic) authorizeRequest(world, armRequest);
  if (matched !== undefined) {
    const handler = matched.handlers.get(request.method);
    if (handler === undefined) throw methodNotAllowed(request.method);
    if (apiVersion === "" && !isPublic) throw missingApiVersion();
    return handler(armRequest, world);
  }
  const path = readResourcePath(segments, world.types, apiVersion);
  if (path === undefined) throw notServed(request.method, url);
  return handleResource(armRequest, world, path);
}

function authorizeRequest(world: World, request: ArmRequest): void {
  if (request.segments[0]?.toLowerCase() === "subscriptions" && request.segments[1] !== undefined) {
    requireSubscription(world, request.segments[1]);
  }
  authorize(world, request);
}

function isArmAudience(audience: string, url: URL): boolean {
  const known = ["https://management.azure.com", "https://management.core.windows.net"];
  if (known.includes(audience)) return true;
  return /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(audience) || audience === url.origin;
}

function notServed(method: string, url: URL): ArmError {
  return new ArmError(
    404,
    "NotFound",
    `No HTTP resource was found that matches the request '${method} ${url.pathname}'.`,
  );
}

function toResponse(world: World, request: Request, answer: ArmResponse): Response {
  const headers = new Headers(answer.headers);
  const requestId = world.ids.guid();
  headers.set("x-ms-request-id", requestId);
  headers.set("x-ms-correlation-request-id", requestId);
  headers.set("cache-control", "no-cache");
  const clientRequestId = request.headers.get("x-ms-client-request-id");
  if (clientRequestId !== null) headers.set("x-ms-client-request-id", clientRequestId);
  if (answer.body === undefined || request.method === "HEAD")
    return new Response(null, { status: answer.status, headers });
  headers.set("content-type", "application/json; charset=utf-8");
  return new Response(JSON.stringify(answer.body), { status: answer.status, headers });
}

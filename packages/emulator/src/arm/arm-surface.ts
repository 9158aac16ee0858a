import type { Surface } from "../http/surface.ts";
import { BearerCheck } from "../entra/bearer.ts";
import { ADMINISTRATOR, type Principal } from "../entra/principal.ts";
import type { World } from "../world/world.ts";
import { ArmError } from "./arm-error.ts";
import { methodNotAllowed, missingApiVersion } from "./arm-errors.ts";
import { parseBody, pathSegments, readQuery, type ArmRequest, type ArmResponse } from "./arm-request.ts";
import { authorize } from "./authorization.ts";
import { checkLocks } from "./management-locks.ts";
import { handleResource } from "./resource-handler.ts";
import { checkGroupName } from "./resource-groups.ts";
import { readResourcePath } from "./resource-path.ts";
import { cursorAt, isForeignCursor } from "./paging.ts";
import type { RouteMatch, RouteTable } from "./route-table.ts";
import { Throttle } from "./throttling/throttle.ts";
import { requireSubscription } from "./subscriptions.ts";

/** Azure Resource Manager: whatever no other surface serves. */
export function armSurface(world: World, routes: RouteTable): Surface {
  const bearer = new BearerCheck(world);
  const throttle = new Throttle();
  return {
    name: "arm",
    serves: () => true,
    handle: async (request, url) => {
      const answer = await respond({ world, routes, bearer, throttle, request, url });
      return toResponse(world, request, answer);
    },
  };
}

interface Exchange {
  readonly world: World;
  readonly routes: RouteTable;
  readonly bearer: BearerCheck;
  readonly throttle: Throttle;
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

async function dispatch(exchange: Exchange): Promise<ArmResponse> {
  const { world, routes, request, url } = exchange;
  const segments = pathSegments(url.pathname);
  const matched = routes.match(segments);
  const armRequest: ArmRequest = {
    method: request.method,
    origin: url.origin,
    segments,
    query: queryOf(exchange),
    headers: request.headers,
    body: parseBody(request.body === null ? "" : await request.text()),
    principal: await principalOf(exchange),
    apiVersion: queryOf(exchange).get("api-version") ?? "",
    parameters: matched?.parameters ?? {},
  };
  const remaining = exchange.throttle.count(world, armRequest);
  authorizeRequest(world, armRequest);
  checkLocks(world, armRequest);
  const answer = await serve(world, armRequest, matched);
  return { ...answer, headers: { ...remaining, ...answer.headers } };
}

function serve(world: World, request: ArmRequest, matched: RouteMatch | undefined): ArmResponse | Promise<ArmResponse> {
  if (matched !== undefined) return handleRoute(world, request, matched);
  const path = readResourcePath(request.segments, world.types, request.apiVersion);
  if (path === undefined) throw notServed(request);
  return handleResource(request, world, path);
}

/** Nobody is refused in a replayed world. */
function principalOf({ world, bearer, request, url }: Exchange): Promise<Principal> {
  if (world.settings.profile === "replay") return Promise.resolve(ADMINISTRATOR);
  return bearer.principalOf(request.headers, (audience) => isArmAudience(audience, url));
}

function queryOf({ world, url }: Exchange): ReadonlyMap<string, string> {
  const query = readQuery(url);
  // A replayed client turns the pages of a list that was longer: nothing lies beyond ours.
  const isBeyond = world.settings.profile === "replay" && isForeignCursor(query);
  return isBeyond ? query.set("$skiptoken", cursorAt(Number.MAX_SAFE_INTEGER)) : query;
}

function handleRoute(world: World, request: ArmRequest, { handlers }: RouteMatch): ArmResponse | Promise<ArmResponse> {
  const handler = handlers.get(request.method);
  if (handler === undefined) throw methodNotAllowed(request.method);
  if (request.apiVersion === "") throw missingApiVersion();
  return handler(request, world);
}

function authorizeRequest(world: World, request: ArmRequest): void {
  const [root, subscription, container, group] = request.segments;
  if (root?.toLowerCase() === "subscriptions" && subscription !== undefined) {
    requireSubscription(world, subscription);
    if (container?.toLowerCase() === "resourcegroups" && group !== undefined) checkGroupName(group);
  }
  authorize(world, request);
}

function isArmAudience(audience: string, url: URL): boolean {
  const known = ["https://management.azure.com", "https://management.core.windows.net"];
  if (known.includes(audience)) return true;
  return /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(audience) || audience === url.origin;
}

function notServed({ method, segments }: ArmRequest): ArmError {
  return new ArmError(
    404,
    "NotFound",
    `No HTTP resource was found that matches the request '${method} /${segments.join("/")}'.`,
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

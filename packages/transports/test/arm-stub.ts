import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { text } from "node:stream/consumers";

export const SUBSCRIPTION = "00000000-0000-4000-8000-000000000001";
const ARM = "https://management.azure.com";
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg1`;
const VMS = `${GROUP}/providers/Microsoft.Compute/virtualMachines`;
export const FAILED_OPERATION = {
  code: "AllocationFailed",
  message: "No capacity.",
  details: [{ code: "OverconstrainedAllocationRequest", message: "Try another size." }],
};

/** One request as the stub saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** An answer of the stub: status, body, headers. */
type Answer = readonly [status: number, body?: unknown, headers?: Record<string, string>];

/** A few operations of Azure Resource Manager and its token endpoint, for tests that look at single requests. */
export class ArmStub {
  readonly seen: SeenRequest[] = [];
  /** Answers given before any other, first in first out, to requests of Resource Manager. */
  readonly next: Answer[] = [];
  /** Milliseconds before each answer. */
  delayMs = 0;
  mostAtOnce = 0;
  #underWay = 0;
  #polls = 0;

  readonly listener: RequestListener = (request, response) => {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#underWay);
    response.once("close", () => void this.#underWay--);
    void this.#serve(request, response);
  };

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const path = (request.url ?? "").replace(/^\/{2,}/, "/");
    const { method = "GET", headers } = request;
    this.seen.push({ method, path, headers, body, host: headers.host ?? "" });
    if (this.delayMs > 0) await delay(this.delayMs);
    const [status, content, headersOfAnswer] = this.#cannedFor(path) ?? this.#answer(`${method} ${path}`);
    const isText = typeof content === "string";
    response.writeHead(status, { ...(content !== undefined && JSON_TYPE), ...headersOfAnswer });
    response.end(content === undefined || isText ? content : JSON.stringify(content));
  }

  #cannedFor(path: string): Answer | undefined {
    return /oauth2|openid-configuration|discovery/.test(path) ? undefined : this.next.shift();
  }

  #answer(call: string): Answer {
    const [, answer] = this.#routes.find(([pattern]) => pattern.test(call)) ?? [undefined, notFound];
    return answer(call);
  }

  readonly #routes: readonly (readonly [RegExp, (call: string) => Answer])[] = [
    [/\/oauth2\/v2\.0\/token/, () => [200, this.#token()]],
    [/openid-configuration/, () => [200, OPENID]],
    [/discovery\/instance/, () => [200, DISCOVERY]],
    [/^GET \/subscriptions\/[^/]+\/providers\/Microsoft\.Compute\/virtualMachines\?/, page],
    [/^GET .*\/virtualMachines\/vm-a\?/, () => [200, vm("vm-a")]],
    [/\/vm-fails\/start\?/, () => [202, undefined, operation("fails")]],
    [/\/vm-a\/start\?/, () => [202, undefined, operation("works")]],
    [/^GET .*\/operations\/works\?monitor/, () => [200]],
    [/^GET .*\/operations\/works/, () => [200, { status: this.#polls++ === 0 ? "InProgress" : "Succeeded" }]],
    [/^GET .*\/operations\/fails/, () => [200, { status: "Failed", error: FAILED_OPERATION }]],
    [/^PATCH .*\/tags\/default/, () => [200, { properties: { tags: { a: "ü@" } } }]],
    [/^DELETE /, () => [202, undefined, operation("fails")]],
  ];

  #token(): Record<string, unknown> {
    const count = this.seen.filter(({ path }) => path.includes("oauth2")).length;
    return { token_type: "Bearer", expires_in: 3600, access_token: `eyJ0.eyJuIjo${count}.sig` };
  }

  /** Requests to Resource Manager, as `METHOD path-without-query`. */
  get armCalls(): string[] {
    const toArm = this.seen.filter(({ host }) => host === "management.azure.com");
    return toArm.map(({ method, path }) => `${method} ${path.split("?")[0]}`);
  }

  /** Listens on a free port of this machine until the returned function is called. */
  async listen(): Promise<{ url: string; close: () => Promise<void> }> {
    const server = createServer(this.listener);
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const close = async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    };
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
  }
}

const AUTHORITY = "https://login.microsoftonline.com/00000000-0000-4000-8000-000000007e47";
const OPENID = {
  issuer: `${AUTHORITY}/v2.0`,
  token_endpoint: `${AUTHORITY}/oauth2/v2.0/token`,
  authorization_endpoint: `${AUTHORITY}/oauth2/v2.0/authorize`,
  device_authorization_endpoint: `${AUTHORITY}/oauth2/v2.0/devicecode`,
  jwks_uri: `${AUTHORITY}/discovery/v2.0/keys`,
};
const LOGIN_HOST = "login.microsoftonline.com";
const DISCOVERY = {
  tenant_discovery_endpoint: `${AUTHORITY}/v2.0/.well-known/openid-configuration`,
  metadata: [{ preferred_network: LOGIN_HOST, preferred_cache: LOGIN_HOST, aliases: [LOGIN_HOST] }],
};

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

function notFound(call: string): Answer {
  return [404, { error: { code: "ResourceNotFound", message: `${call} was not found.` } }];
}

function vm(name: string): Record<string, unknown> {
  return { id: `${VMS}/${name}`, name, location: "westus2", tags: { note: "ü 'q' \"d\"\n@x" }, properties: {} };
}

function page(call: string): Answer {
  const path = call.slice("GET ".length);
  if (path.includes("skiptoken")) return [200, { value: [vm("vm-c")] }];
  return [200, { value: [vm("vm-a"), vm("vm-b")], nextLink: `${ARM}${path}&%24skiptoken=2` }];
}

function operation(name: string): Record<string, string> {
  const url = `${ARM}/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute/locations/westus2/operations/${name}`;
  return {
    "azure-asyncoperation": `${url}?api-version=2024-01-01`,
    location: `${url}?monitor=true&api-version=2024-01-01`,
  };
}

import { AZURE_PUBLIC_CLOUD, systemClock, type AzureTransport } from "@azlin/core";
import type { AccessToken, TokenCredential } from "@azure/core-auth";
import type { HttpClient, PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import type { Emulator } from "./emulator.ts";
import { ADMINISTRATOR } from "./entra/principal.ts";

/** Guests listen on this machine. */
const LOOPBACK = "127.0.0.1";
/** Milliseconds before its end from which a token is not used any more. */
const EXPIRY_MARGIN_MS = 120_000;
/** Milliseconds for which clients are told that a token is good; they take less than a second for none. */
const ASK_AGAIN_MS = 500;

/** A transport that ends in an emulator of this process. */
export interface EmulatorTransport extends AzureTransport {
  readonly name: "emulator";
  readonly httpClient: HttpClient;
  readonly tenantId: string;
}

/** Makes the transport of {@link Emulator.transport}. */
export function inProcessTransport(emulator: Emulator, options: ClientSecret): EmulatorTransport {
  const { tenantId, subscriptions } = emulator.world.settings;
  return {
    name: "emulator",
    credential: emulatorCredential(emulator, options),
    httpClient: { sendRequest: (request) => sendRequest(emulator, request) },
    cloud: { ...AZURE_PUBLIC_CLOUD, guestHost: LOOPBACK },
    tenantId,
    subscriptionIds: subscriptions.map((subscription) => subscription.subscriptionId),
    pollIntervalMs: 1,
  };
}

interface ClientSecret {
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** Gets tokens from the emulator's own token endpoint, which live by the emulator's clock. */
function emulatorCredential(emulator: Emulator, secret: ClientSecret): TokenCredential {
  const known = new Map<string, AccessToken>();
  return {
    async getToken(scopes): Promise<AccessToken> {
      const scope = typeof scopes === "string" ? scopes : scopes.join(" ");
      const isFresh = (known.get(scope)?.expiresOnTimestamp ?? 0) - EXPIRY_MARGIN_MS > emulator.clock.now();
      const access = isFresh ? known.get(scope)! : await signIn(emulator, secret, scope);
      if (emulator.clock.mode === "real") return access;
      known.set(scope, access);
      // Clients keep tokens by the machine's clock, which does not move with a virtual one: they have to ask each time.
      return { ...access, expiresOnTimestamp: systemClock.now() + ASK_AGAIN_MS };
    },
  };
}

async function signIn(
  emulator: Emulator,
  { clientId = ADMINISTRATOR.clientId, clientSecret = "in-process" }: ClientSecret,
  scope: string,
): Promise<AccessToken> {
  const { tenantId } = emulator.world.settings;
  const form = { client_id: clientId, client_secret: clientSecret, grant_type: "client_credentials", scope };
  const url = `${AZURE_PUBLIC_CLOUD.activeDirectory}/${tenantId}/oauth2/v2.0/token`;
  const response = await emulator.fetch(new Request(url, { method: "POST", body: new URLSearchParams(form) }));
  const answer = (await response.json()) as {
    access_token?: string;
    expires_in?: number;
    error_description?: string;
  };
  if (answer.access_token === undefined) throw signInError(answer.error_description ?? "No token was given.");
  return { token: answer.access_token, expiresOnTimestamp: emulator.clock.now() + (answer.expires_in ?? 0) * 1000 };
}

function signInError(message: string): Error {
  return Object.assign(new Error(message), { name: "AuthenticationRequiredError" });
}

async function sendRequest(emulator: Emulator, request: PipelineRequest): Promise<PipelineResponse> {
  const { createHttpHeaders, RestError } = await import("@azure/core-rest-pipeline");
  if (request.abortSignal?.aborted === true) throw new DOMException("The operation was aborted.", "AbortError");
  try {
    const response = await emulator.fetch(await toRequest(request));
    const headers = createHttpHeaders(Object.fromEntries(response.headers));
    return { request, status: response.status, headers, bodyAsText: await response.text() };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    throw new RestError(error instanceof Error ? error.message : code, { code, request });
  }
}

async function toRequest(request: PipelineRequest): Promise<Request> {
  const { method } = request;
  const hasBody = method !== "GET" && method !== "HEAD" && request.body !== undefined && request.body !== null;
  const body = hasBody ? await bodyText(request.body) : undefined;
  return new Request(request.url, { method, headers: request.headers.toJSON(), ...(body !== undefined && { body }) });
}

async function bodyText(body: PipelineRequest["body"]): Promise<string> {
  const given = typeof body === "function" ? body() : body;
  return typeof given === "string" ? given : new Response(given as ConstructorParameters<typeof Response>[0]).text();
}

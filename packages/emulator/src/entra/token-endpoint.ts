import { json } from "../http/surface.ts";
import type { World } from "../world/world.ts";
import { ADMINISTRATOR, type Principal } from "./principal.ts";
import { signToken } from "./signing-key.ts";

/** Seconds that a token is valid. */
const LIFETIME_SECONDS = 3600;

interface TokenRefusal {
  readonly status: number;
  readonly error: string;
  readonly code: number;
  readonly text: string;
}

/** A token's shape: for whom, for what, in which dialect of the endpoint. */
export interface TokenGrant {
  readonly principal: Principal;
  readonly audience: string;
  readonly issuer: string;
}

/** Answers `POST …/token`: client credentials of the directory's principals, in both versions of the endpoint. */
export async function answerTokenRequest(world: World, request: Request, url: URL): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  const clientId = form.get("client_id") ?? "";
  const principal = findPrincipal(world, clientId);
  if (principal === undefined) return refuse(world, unknownClient(world, clientId));
  if (!secretHolds(world, principal, form)) return refuse(world, wrongSecret(clientId));
  const audience = audienceOf(form, url);
  const token = await mintToken(world, { principal, audience, issuer: `${url.origin}/${world.settings.tenantId}/` });
  const expiresOn = Math.floor(world.clock.now() / 1000) + LIFETIME_SECONDS;
  const isV2 = url.pathname.toLowerCase().includes("/v2.0/") || form.has("scope");
  return json(200, {
    token_type: "Bearer",
    expires_in: isV2 ? LIFETIME_SECONDS : String(LIFETIME_SECONDS),
    ext_expires_in: isV2 ? LIFETIME_SECONDS : String(LIFETIME_SECONDS),
    ...(!isV2 && {
      expires_on: String(expiresOn),
      not_before: String(expiresOn - LIFETIME_SECONDS),
      resource: audience,
    }),
    access_token: token,
  });
}

/** A signed access token. */
export async function mintToken(world: World, grant: TokenGrant): Promise<string> {
  const now = Math.floor(world.clock.now() / 1000);
  return signToken(await world.signingKey(), {
    aud: grant.audience,
    iss: grant.issuer,
    iat: now,
    nbf: now - 300,
    exp: now + LIFETIME_SECONDS,
    appid: grant.principal.clientId,
    oid: grant.principal.objectId,
    sub: grant.principal.objectId,
    tid: world.settings.tenantId,
    idtyp: "app",
    ver: "1.0",
  });
}

function findPrincipal(world: World, clientId: string): Principal | undefined {
  const known = world.directory.byClientId(clientId);
  return known ?? (world.settings.profile === "replay" ? ADMINISTRATOR : undefined);
}

function secretHolds(
  world: World,
  { clientSecret, isManagedIdentity = false }: Principal,
  form: URLSearchParams,
): boolean {
  if (world.settings.profile === "replay") return true;
  if (isManagedIdentity) return false;
  if (clientSecret === undefined) return true;
  return form.get("client_secret") === clientSecret;
}

/** `scope=https://x//.default` or `resource=https://x/`: the audience without its slashes at the end. */
function audienceOf(form: URLSearchParams, url: URL): string {
  const scope = form
    .get("scope")
    ?.split(" ")
    .find((part) => part.endsWith("/.default"));
  const audience = scope?.slice(0, -"/.default".length) ?? form.get("resource") ?? url.origin;
  return audience.replace(/\/+$/, "");
}

function unknownClient(world: World, clientId: string): TokenRefusal {
  return {
    status: 400,
    error: "unauthorized_client",
    code: 700016,
    text: `Application with identifier '${clientId}' was not found in the directory '${world.settings.tenantId}'.`,
  };
}

function wrongSecret(clientId: string): TokenRefusal {
  return {
    status: 401,
    error: "invalid_client",
    code: 7000215,
    text: `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
  };
}

function refuse(world: World, refusal: TokenRefusal): Response {
  const trace = world.ids.guid();
  const correlation = world.ids.guid();
  const timestamp = new Date(world.clock.now()).toISOString().replace("T", " ").slice(0, 19) + "Z";
  return json(refusal.status, {
    error: refusal.error,
    error_description: `AADSTS${refusal.code}: ${refusal.text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [refusal.code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
  });
}

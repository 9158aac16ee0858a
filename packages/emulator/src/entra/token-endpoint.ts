import { json } from "../http/surface.ts";
import type { World } from "../world/world.ts";
import type { Principal } from "./principal.ts";
import { authenticateClient } from "./sign-in/authenticate-client.ts";
import { TokenRefusal } from "./sign-in/token-refusal.ts";
import { signToken } from "./signing-key.ts";

/** Seconds that a token is valid. */
const LIFETIME_SECONDS = 3600;
/** Audience of tokens that are shown to Entra again, as assertions. */
const TOKEN_EXCHANGE = "api://AzureADTokenExchange";

/** A token's shape: for whom, for what, in which dialect of the endpoint. */
export interface TokenGrant {
  readonly principal: Principal;
  readonly audience: string;
  readonly issuer: string;
}

/** Answers `POST …/token`: client credentials of the directory's principals, in both versions of the endpoint. */
export async function answerTokenRequest(world: World, request: Request, url: URL): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  const principal = await authenticateClient(world, form, url);
  if (principal instanceof TokenRefusal) return principal.toResponse(world);
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
    iss: issuerOf(world, grant),
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

/** Tokens to be exchanged name the issuer that federated credentials know it by. */
function issuerOf({ settings }: World, { audience, issuer }: TokenGrant): string {
  if (audience !== TOKEN_EXCHANGE) return issuer;
  return `https://login.microsoftonline.com/${settings.tenantId}/v2.0`;
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

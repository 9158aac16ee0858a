import type { World } from "../world/world.ts";
import { json, type Surface } from "../http/surface.ts";
import { publicJwk } from "./signing-key.ts";
import { answerTokenRequest } from "./token-endpoint.ts";

const HOSTS = new Set(["login.microsoftonline.com", "login.windows.net", "sts.windows.net"]);
const PATH =
  /^\/+(?:[^/]+\/(?:v2\.0\/)?\.well-known\/openid-configuration|[^/]+\/discovery\/.*|[^/]+\/oauth2\/(?:v2\.0\/)?token)$/i;

/** Microsoft Entra ID's authority: metadata, keys and tokens, also under the `/adfs` path that MSAL trusts offline. */
export function entraSurface(world: World): Surface {
  return {
    name: "entra",
    serves: (url) => HOSTS.has(url.hostname) || PATH.test(url.pathname),
    handle: async (request, url) => {
      const path = url.pathname.replace(/^\/+/, "").toLowerCase();
      if (path.endsWith("openid-configuration")) return json(200, openIdConfiguration(world, url));
      if (path.endsWith("/discovery/instance")) return json(200, instanceDiscovery(url));
      if (path.endsWith("/keys")) return json(200, { keys: [publicJwk(await world.signingKey())] });
      if (path.endsWith("/token")) return answerTokenRequest(world, request, url);
      return json(404, { error: "not_found", error_description: `The authority has no '${url.pathname}'.` });
    },
  };
}

function openIdConfiguration(world: World, url: URL): unknown {
  const tenant = url.pathname.split("/").find(Boolean) ?? "common";
  const adfs = tenant.toLowerCase() === "adfs";
  const base = `${url.origin}/${tenant}`;
  const oauth = adfs ? `${base}/oauth2` : `${base}/oauth2/v2.0`;
  return {
    issuer: adfs ? base : `${url.origin}/${world.settings.tenantId}/v2.0`,
    authorization_endpoint: `${oauth}/authorize`,
    token_endpoint: `${oauth}/token`,
    device_authorization_endpoint: `${oauth}/devicecode`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_types_supported: ["code", "id_token"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
    tenant_region_scope: null,
    cloud_instance_name: url.host,
  };
}

function instanceDiscovery(url: URL): unknown {
  return {
    tenant_discovery_endpoint: `${url.origin}/common/v2.0/.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: [{ preferred_network: url.host, preferred_cache: url.host, aliases: [url.host] }],
  };
}

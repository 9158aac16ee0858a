import { BearerRefusal, type BearerCheck } from "../../entra/bearer.ts";
import type { Principal } from "../../entra/principal.ts";
import type { World } from "../../world/world.ts";
import { GraphError } from "./graph-error.ts";

const AUDIENCES = new Set(["https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000"]);
const LOOPBACK = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
const CODE = "InvalidAuthenticationToken";
const MESSAGES = {
  missing: "Access token is empty.",
  invalid: "CompactToken parsing failed with error code: 80049217",
  expired: "Lifetime validation failed, the token is expired.",
  audience: "Access token validation failure. Invalid audience.",
} as const;

/**
 * Who sent a request to Graph.
 *
 * @throws GraphError (401 `InvalidAuthenticationToken`) for a token that does not hold, and 401
 * `Authorization_IdentityNotFound` for that of a caller that is not in the directory any more.
 */
export async function identifyCaller(world: World, bearer: BearerCheck, headers: Headers): Promise<Principal> {
  const identified = await bearer.identify(headers, (audience) => AUDIENCES.has(audience) || LOOPBACK.test(audience));
  if (identified instanceof BearerRefusal) {
    throw new GraphError(401, CODE, MESSAGES[identified.reason], { headers: challenge(world) });
  }
  if (world.directory.get("servicePrincipal", identified.objectId) !== undefined) return identified;
  throw new GraphError(
    401,
    "Authorization_IdentityNotFound",
    "The identity of the calling application could not be established.",
  );
}

function challenge(world: World): Record<string, string> {
  const authority = `https://login.microsoftonline.com/${world.settings.tenantId}/oauth2/authorize`;
  const clientId = "00000003-0000-0000-c000-000000000000";
  return { "www-authenticate": `Bearer realm="", authorization_uri="${authority}", client_id="${clientId}"` };
}

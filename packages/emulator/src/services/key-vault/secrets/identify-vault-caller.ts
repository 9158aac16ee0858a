import { BearerRefusal, type BearerCheck } from "../../../entra/bearer.ts";
import type { Principal } from "../../../entra/principal.ts";
import type { World } from "../../../world/world.ts";
import { VaultError } from "./vault-error.ts";

const LOOPBACK = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
const CLOUD_AUDIENCE = "https://vault.azure.net";
const MESSAGES = {
  missing: "AKV10000: Request is missing a Bearer or PoP token.",
  invalid: "AKV10001: Error parsing the token.",
  expired: "[TokenExpired] Error validating token: the token has expired.",
  audience: `AKV10022: Invalid audience. Expected ${CLOUD_AUDIENCE}.`,
} as const;

/** Who sent a request to a vault. @throws VaultError (401 `Unauthorized`) with the challenge that clients read. */
export async function identifyVaultCaller(
  world: World,
  bearer: BearerCheck,
  { headers, url }: { readonly headers: Headers; readonly url: URL },
): Promise<Principal> {
  const audience = audienceOf(url);
  const identified = await bearer.identify(headers, (told) => told === audience || LOOPBACK.test(told));
  if (!(identified instanceof BearerRefusal)) return identified;
  const authority = `https://login.microsoftonline.com/${world.settings.tenantId}`;
  const challenge = `Bearer authorization="${authority}", resource="${audience}"`;
  throw new VaultError(401, "Unauthorized", MESSAGES[identified.reason], {
    headers: { "www-authenticate": challenge },
  });
}

/** What tokens for a vault are for: the domain that it lies in. */
function audienceOf({ protocol, host }: URL): string {
  return host.endsWith(".vault.azure.net") ? CLOUD_AUDIENCE : `${protocol}//${host.slice(host.indexOf(".") + 1)}`;
}

import { textAt } from "../../json/json.ts";
import type { World } from "../../world/world.ts";
import { checkCertificate } from "./check-certificate.ts";
import { checkFederatedAssertion } from "./check-federated-assertion.ts";
import type { Client } from "./client.ts";
import { decodeJwt, type Jwt } from "./jwt.ts";
import { TokenRefusal } from "./token-refusal.ts";

/** Seconds by which clocks may differ. */
const SKEW_SECONDS = 300;

/**
 * Why a client assertion does not hold; `undefined` when it does. One that the client made itself is signed with a
 * certificate, one from elsewhere needs a federated credential that names it.
 */
export async function checkAssertion(
  world: World,
  client: Client,
  { assertion, tokenUrl }: { readonly assertion: string; readonly tokenUrl: URL },
): Promise<TokenRefusal | undefined> {
  const jwt = decodeJwt(assertion);
  if (jwt === undefined) return new TokenRefusal("invalid_request", 50_027, "JWT token is invalid or malformed.");
  const untimely = checkTimes(world, jwt);
  if (untimely !== undefined) return untimely;
  const own = client.clientId.toLowerCase();
  const isOwn = ["iss", "sub"].every((claim) => textAt(jwt.claims, claim)?.toLowerCase() === own);
  if (isOwn) return checkCertificate(world, client, { jwt, tokenUrl });
  return checkFederatedAssertion(world, client, jwt);
}

function checkTimes(world: World, { claims }: Jwt): TokenRefusal | undefined {
  const now = world.clock.now() / 1000;
  const [start, end] = [Number(claims["nbf"] ?? 0), Number(claims["exp"] ?? 0)];
  if (start - SKEW_SECONDS <= now && now < end + SKEW_SECONDS) return undefined;
  const [current, from, until] = [now, start, end].map((seconds) => new Date(seconds * 1000).toISOString());
  return new TokenRefusal(
    "invalid_client",
    700_024,
    `Client assertion is not within its valid time range. Current time: ${current}, assertion valid from ${from}, ` +
      `expiry time of assertion ${until}. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .`,
  );
}

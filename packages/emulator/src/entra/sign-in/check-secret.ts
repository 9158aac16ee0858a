import type { World } from "../../world/world.ts";
import { credentialTimes, secretsOf } from "../application-secret.ts";
import { secretHash } from "../secret-hash.ts";
import type { Client } from "./client.ts";
import { TokenRefusal } from "./token-refusal.ts";

/** Why a client secret does not hold; `undefined` when it does. */
export function checkSecret({ clock, directory }: World, client: Client, secret: string): TokenRefusal | undefined {
  const hash = secretHash(secret);
  const now = clock.now();
  for (const holder of client.holders) {
    const known = secretsOf(holder).find((candidate) => candidate.hash === hash && directory.isVisible(candidate));
    const times = known && credentialTimes(holder, "passwordCredentials", known.keyId);
    if (times === undefined || times.startsAt > now) continue;
    return times.endsAt > now ? undefined : expiredSecret(client.clientId);
  }
  return wrongSecret(client.clientId);
}

function wrongSecret(clientId: string): TokenRefusal {
  return new TokenRefusal(
    "invalid_client",
    7_000_215,
    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the " +
      `client secret ID, for a secret added to app '${clientId}'.`,
  );
}

function expiredSecret(clientId: string): TokenRefusal {
  return new TokenRefusal(
    "invalid_client",
    7_000_222,
    `The provided client secret keys for app '${clientId}' are expired. Visit the Azure portal to create new keys for ` +
      "your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: " +
      "https://aka.ms/certCreds.",
  );
}

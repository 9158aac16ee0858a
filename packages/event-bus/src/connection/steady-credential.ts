import { systemClock, type Clock } from "@azlin/core";
import type { TokenCredential } from "@azure/core-auth";

const MINUTE_MS = 60_000;

/** How long before its end the client renews a token. */
const CLIENT_MARGIN_MS = 2 * MINUTE_MS;

/** Half a day: far below what one timer can hold. */
const LONGEST_MS = 12 * 60 * MINUTE_MS;

/**
 * A credential that the client can renew at a sane pace. The client sets its timer to two minutes before the token ends,
 * whatever that gives: for tokens of less it would ask hundreds of times a second, and for those of more than 24 days, too.
 */
export function steadyCredential(credential: TokenCredential, clock: Clock = systemClock): TokenCredential {
  return {
    getToken: async (scopes, options) => {
      const token = await credential.getToken(scopes, options);
      if (token === null) return null;
      const lifeMs = Math.max(0, token.expiresOnTimestamp - clock.now());
      return { ...token, expiresOnTimestamp: clock.now() + saneLifeMs(lifeMs) };
    },
  };
}

/** The life to tell the client, so that it renews in time: short tokens in the middle of theirs. */
function saneLifeMs(lifeMs: number): number {
  if (lifeMs > 2 * CLIENT_MARGIN_MS) return Math.min(lifeMs, LONGEST_MS);
  return CLIENT_MARGIN_MS + Math.max(1_000, lifeMs / 2);
}

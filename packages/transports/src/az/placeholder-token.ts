import type { Clock } from "@azlin/core";
import type { TokenCredential } from "@azure/core-auth";
import { audienceOf } from "./audience.ts";

const PREFIX = "azlin-held-by-az.";

/**
 * The credential of the `az-rest` mode. It satisfies the clients' pipelines with a placeholder that names the audience
 * and is worth nothing: the real token never leaves az.
 */
export function placeholderCredential(clock: Clock): TokenCredential {
  return {
    getToken: (scopes) => {
      const audience = Buffer.from(audienceOf(scopes), "utf8").toString("base64url");
      return Promise.resolve({ token: PREFIX + audience, expiresOnTimestamp: clock.now() + 24 * 60 * 60_000 });
    },
  };
}

/** The audience that a placeholder in an `Authorization` header names; `undefined` for any other value. */
export function audienceOfPlaceholder(authorization: string): string | undefined {
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined || !token.startsWith(PREFIX)) return undefined;
  return Buffer.from(token.slice(PREFIX.length), "base64url").toString("utf8");
}

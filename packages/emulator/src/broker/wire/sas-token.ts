import { createHmac, timingSafeEqual } from "node:crypto";
import { unauthorizedAccess } from "../broker-error.ts";
import type { SharedAccessKey, SharedAccessKeys } from "../namespace/shared-access-keys.ts";
import { pathOfAudience } from "./audience.ts";
import type { Grant } from "./authorization.ts";

const PREFIX = "SharedAccessSignature ";

/** A shared access signature for a resource, as clients make them. */
export function signSharedAccess(
  resource: string,
  { name, primaryKey }: Pick<SharedAccessKey, "name" | "primaryKey">,
  expiresAtMs: number,
): string {
  const expires = String(Math.ceil(expiresAtMs / 1000));
  const scope = encodeURIComponent(resource);
  return `${PREFIX}sr=${scope}&sig=${encodeURIComponent(sign(scope, expires, primaryKey))}&se=${expires}&skn=${name}`;
}

/**
 * What a shared access signature allows.
 *
 * @throws BrokerError when it has expired, or no key of the namespace made it.
 */
export function verifySharedAccess(token: string, keys: SharedAccessKeys, nowMs: number): Grant {
  if (!token.startsWith(PREFIX)) throw unauthorizedAccess("The token is not a shared access signature.");
  const parts = new Map(token.slice(PREFIX.length).split("&").map(splitPart));
  const [scope = "", signature = "", expires = "", name = ""] = ["sr", "sig", "se", "skn"].map(
    (key) => parts.get(key) ?? "",
  );
  const expiresAtMs = Number(expires) * 1000;
  if (!(expiresAtMs > nowMs)) throw unauthorizedAccess("ExpiredToken: The token has expired.");
  const path = pathOfAudience(decodeURIComponent(scope));
  const key = keys.find(decodeURIComponent(name)).find((candidate) => {
    const isCovered = candidate.entity === undefined || path.split("/")[0] === candidate.entity.toLowerCase();
    return isCovered && isSignedBy(candidate, { scope, expires, signature: decodeURIComponent(signature) });
  });
  if (key === undefined) throw unauthorizedAccess("InvalidSignature: The token has an invalid signature.");
  return { path, rights: key.rights, expiresAtMs };
}

function splitPart(part: string): [string, string] {
  const at = part.indexOf("=");
  return [part.slice(0, at), part.slice(at + 1)];
}

function isSignedBy(
  { primaryKey, secondaryKey }: SharedAccessKey,
  token: { readonly scope: string; readonly expires: string; readonly signature: string },
): boolean {
  const given = Buffer.from(token.signature);
  return [primaryKey, secondaryKey].some((key) => {
    const made = Buffer.from(sign(token.scope, token.expires, key));
    return made.length === given.length && timingSafeEqual(made, given);
  });
}

function sign(scope: string, expires: string, key: string): string {
  return createHmac("sha256", key).update(`${scope}\n${expires}`).digest("base64");
}

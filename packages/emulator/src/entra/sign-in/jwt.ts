import { constants, verify, type KeyObject } from "node:crypto";
import { isObject, textAt, type JsonObject } from "../../json/json.ts";

/** A JSON Web Token, read and not checked. */
export interface Jwt {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

/** Reads a token; `undefined` for anything else. */
export function decodeJwt(token: string): Jwt | undefined {
  const [head, body, signature, ...rest] = token.split(".");
  if (head === undefined || body === undefined || signature === undefined || rest.length > 0) return undefined;
  const [header, claims] = [decodeObject(head), decodeObject(body)];
  if (header === undefined || claims === undefined) return undefined;
  return { header, claims, signed: Buffer.from(`${head}.${body}`), signature: Buffer.from(signature, "base64url") };
}

/** How a signature of each algorithm that is taken is checked. */
const ALGORITHMS: Readonly<Record<string, (jwt: Jwt, key: KeyObject) => boolean>> = {
  RS256: ({ signed, signature }, key) =>
    key.asymmetricKeyType === "rsa" && verify("RSA-SHA256", signed, key, signature),
  PS256: ({ signed, signature }, key) => {
    const padded = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    return key.asymmetricKeyType === "rsa" && verify("RSA-SHA256", signed, padded, signature);
  },
  ES256: ({ signed, signature }, key) =>
    key.asymmetricKeyType === "ec" && verify("SHA256", signed, { key, dsaEncoding: "ieee-p1363" }, signature),
};

/** Whether the token's signature is of that key; RS256, PS256 and ES256. */
export function isSignedBy(jwt: Jwt, key: KeyObject): boolean {
  return ALGORITHMS[textAt(jwt.header, "alg") ?? ""]?.(jwt, key) ?? false;
}

function decodeObject(part: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  sign,
  verify,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import { promisify } from "node:util";

/** A key that signs tokens (RS256). */
export interface SigningKey {
  readonly keyId: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const generate = promisify(generateKeyPair);
let processKey: Promise<SigningKey> | undefined;

/**
 * The signing key of this process, made when the first token is asked for: it takes a tenth of a second, and worlds
 * are told apart by the issuer and the tenant in their tokens, not by the key.
 */
export function signingKey(): Promise<SigningKey> {
  processKey ??= generate("rsa", { modulusLength: 2048 }).then(({ privateKey }) => toSigningKey(privateKey));
  return processKey;
}

/** A key from its PKCS #8 PEM text, for worlds whose tokens are to outlive a process. */
export function readSigningKey(pem: string): SigningKey {
  return toSigningKey(createPrivateKey(pem));
}

function toSigningKey(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey);
  const { n = "" } = publicKey.export({ format: "jwk" });
  return { keyId: n.slice(0, 22), privateKey, publicKey };
}

/** The public half, as a key set shows it. */
export function publicJwk({ publicKey, keyId }: SigningKey): JsonWebKey & { kid: string; use: string } {
  return { ...publicKey.export({ format: "jwk" }), kid: keyId, use: "sig" };
}

/** Claims of a token. */
export type Claims = Record<string, string | number>;

/** A signed JSON Web Token. */
export function signToken(key: SigningKey, claims: Claims): string {
  const head = encode({ typ: "JWT", alg: "RS256", kid: key.keyId });
  const signed = `${head}.${encode(claims)}`;
  return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), key.privateKey).toString("base64url")}`;
}

/** The claims of a token whose signature holds; `undefined` for anything else. */
export function verifyToken(key: SigningKey, token: string): Claims | undefined {
  const [head, body, signature, ...rest] = token.split(".");
  if (head === undefined || body === undefined || signature === undefined || rest.length > 0) return undefined;
  const signed = Buffer.from(`${head}.${body}`);
  if (!verify("RSA-SHA256", signed, key.publicKey, Buffer.from(signature, "base64url"))) return undefined;
  return JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as Claims;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

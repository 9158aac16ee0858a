import { generateKeyPairSync, sign, type JsonWebKey, type KeyObject } from "node:crypto";
import { generate } from "selfsigned";

/** A key with a certificate over it, as an application's owner has them. */
export interface CertifiedKey {
  /** Key and certificate in one PEM text, as `ClientCertificateCredential` takes them. */
  readonly pem: string;
  /** The certificate's DER in base64, as Graph takes it. */
  readonly der: string;
}

/** Makes a key with a certificate that is valid from yesterday for a month of the real clock. */
export async function certifiedKey(nowMs: number): Promise<CertifiedKey> {
  const dayMs = 86_400_000;
  const { private: key, cert } = await generate([{ name: "commonName", value: "test" }], {
    keySize: 2048,
    notBeforeDate: new Date(nowMs - dayMs),
    notAfterDate: new Date(nowMs + 30 * dayMs),
  });
  return { pem: `${key}\n${cert}`, der: cert.replaceAll(/-----[^-]+-----|\s/g, "") };
}

/** An issuer of tokens outside of Azure. */
export class TestIssuer {
  readonly issuer: string;
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;

  constructor(issuer: string) {
    this.issuer = issuer;
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.#privateKey = privateKey;
    this.#publicKey = publicKey;
  }

  /** The issuer as a seed of the local Azure. */
  get seed(): {
    readonly issuer: { readonly issuer: string; readonly keys: readonly (JsonWebKey & { kid: string })[] };
  } {
    const key = { ...this.#publicKey.export({ format: "jwk" }), kid: "one" };
    return { issuer: { issuer: this.issuer, keys: [key] } };
  }

  /** A token that lasts for five minutes from `nowMs`. */
  token(subject: string, nowMs: number, audience = "api://AzureADTokenExchange"): string {
    const now = Math.floor(nowMs / 1000);
    const head = encode({ alg: "ES256", typ: "JWT", kid: "one" });
    const claims = encode({ iss: this.issuer, sub: subject, aud: audience, iat: now, nbf: now, exp: now + 300 });
    const signature = sign("SHA256", Buffer.from(`${head}.${claims}`), {
      key: this.#privateKey,
      dsaEncoding: "ieee-p1363",
    });
    return `${head}.${claims}.${signature.toString("base64url")}`;
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

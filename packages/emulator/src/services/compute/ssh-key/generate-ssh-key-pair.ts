import { generateKeyPairSync, type KeyObject } from "node:crypto";

/** Kinds of key that Azure generates. */
export type SshKeyKind = "RSA" | "Ed25519";

/** A key pair: the private key as PEM, the public key as a line of `authorized_keys`. */
export interface SshKeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** Generates a key pair; `comment` ends the public key's line. */
export function generateSshKeyPair(kind: SshKeyKind, comment: string): SshKeyPair {
  if (kind === "RSA") {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 3072 });
    return {
      privateKey: privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
      publicKey: `ssh-rsa ${rsaBlob(publicKey)} ${comment}`,
    };
  }
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const seed = bytesOf(privateKey, "d");
  const point = bytesOf(publicKey, "x");
  return {
    privateKey: openSshPrivateKey(seed, point, comment),
    publicKey: `ssh-ed25519 ${ed25519Blob(point).toString("base64")} ${comment}`,
  };
}

function rsaBlob(key: KeyObject): string {
  return Buffer.concat([
    field(Buffer.from("ssh-rsa")),
    field(positive(bytesOf(key, "e"))),
    field(positive(bytesOf(key, "n"))),
  ]).toString("base64");
}

function ed25519Blob(point: Buffer): Buffer {
  return Buffer.concat([field(Buffer.from("ssh-ed25519")), field(point)]);
}

function bytesOf(key: KeyObject, member: "d" | "e" | "n" | "x"): Buffer {
  return Buffer.from(key.export({ format: "jwk" })[member] ?? "", "base64url");
}

/** A length in four bytes, then the bytes. */
function field(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A number whose first bit is not taken for a sign. */
function positive(bytes: Buffer): Buffer {
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}

/** The unencrypted `openssh-key-v1` container: the only form in which `ssh` reads ed25519 keys. */
function openSshPrivateKey(seed: Buffer, point: Buffer, comment: string): string {
  const none = field(Buffer.from("none"));
  const check = Buffer.from([0x61, 0x7a, 0x6c, 0x6e]);
  const inner = Buffer.concat([
    check,
    check,
    ed25519Blob(point),
    field(Buffer.concat([seed, point])),
    field(Buffer.from(comment)),
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - (inner.length % 8)) % 8 }, (_, index) => index + 1));
  const container = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    none,
    none,
    field(Buffer.alloc(0)),
    Buffer.from([0, 0, 0, 1]),
    field(ed25519Blob(point)),
    field(Buffer.concat([inner, padding])),
  ]);
  const lines = container.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join("\n");
}

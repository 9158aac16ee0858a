import { generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto";

/** A key pair as OpenSSH keeps it in files. */
export interface SshKeyPair {
  readonly privateKey: string;
  /** One line, with a comment. */
  readonly publicKey: string;
}

const TYPE = "ssh-ed25519";
const BLOCK_BYTES = 8;

/** Makes an ed25519 key pair without a passphrase. Node can make the key, but not write it as OpenSSH does. */
export function createSshKeyPair(comment: string): SshKeyPair {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const point = raw(publicKey, "x");
  const publicBlob = Buffer.concat([field(TYPE), field(point)]);
  return {
    publicKey: `${TYPE} ${publicBlob.toString("base64")} ${comment}\n`,
    privateKey: privateFile(publicBlob, { point, seed: raw(privateKey, "d"), comment }),
  };
}

/** The `openssh-key-v1` format: no cipher, one key. */
function privateFile(
  publicBlob: Buffer,
  { point, seed, comment }: { readonly point: Buffer; readonly seed: Buffer; readonly comment: string },
): string {
  const check = randomBytes(4);
  const secret = Buffer.concat([
    check,
    check,
    field(TYPE),
    field(point),
    field(Buffer.concat([seed, point])),
    field(comment),
  ]);
  const padding = Buffer.from(
    Array.from({ length: (BLOCK_BYTES - (secret.length % BLOCK_BYTES)) % BLOCK_BYTES }, (_, index) => index + 1),
  );
  const body = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    field("none"),
    field("none"),
    field(""),
    Buffer.from([0, 0, 0, 1]),
    field(publicBlob),
    field(Buffer.concat([secret, padding])),
  ]);
  const lines = body.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join("\n");
}

function raw(key: KeyObject, part: "x" | "d"): Buffer {
  return Buffer.from(key.export({ format: "jwk" })[part]!, "base64url");
}

/** Bytes with their length in front. */
function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

import { createHash } from "node:crypto";
import { ValidationError } from "@azlin/core";

/** A public key as it stands in `authorized_keys` and in Azure. */
export interface PublicKey {
  /** `ssh-ed25519`, `ssh-rsa`, … */
  readonly type: string;
  /** The key in the format of the SSH protocol. */
  readonly blob: Buffer;
  /** What follows the key; empty when nothing does. */
  readonly comment: string;
  /** As `ssh-keygen -l` shows it: `SHA256:…`. */
  readonly fingerprint: string;
}

const LINE = /^([a-z0-9@.-]+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t]+(.*))?$/;

/**
 * Reads one line of a public key file.
 *
 * @throws ValidationError (`INVALID_PUBLIC_KEY`) when it is not a public key in OpenSSH's format.
 */
export function parsePublicKey(line: string): PublicKey {
  const [, type, base64, comment = ""] = LINE.exec(line.trim()) ?? [];
  if (type === undefined || base64 === undefined) throw invalid();
  const blob = Buffer.from(base64, "base64");
  if (keyTypeOf(blob) !== type) throw invalid();
  return { type, blob, comment, fingerprint: fingerprintOf(blob) };
}

/** The type that a key in the format of the SSH protocol names itself; `undefined` when it is no key. */
export function keyTypeOf(blob: Uint8Array): string | undefined {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  if (bytes.length < 4) return undefined;
  const length = bytes.readUInt32BE(0);
  return length > 0 && length <= 64 && bytes.length > 4 + length ? bytes.toString("latin1", 4, 4 + length) : undefined;
}

/** SHA-256 of a key in the format of the SSH protocol, as OpenSSH shows it: `SHA256:` and base64 without padding. */
export function fingerprintOf(blob: Uint8Array): string {
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

function invalid(): ValidationError {
  return new ValidationError("INVALID_PUBLIC_KEY", "This is not an SSH public key.", {
    hint: "Give the content of a .pub file: type, key and comment on one line.",
  });
}

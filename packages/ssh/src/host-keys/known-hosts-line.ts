import { fingerprintOf, keyTypeOf } from "../keys/parse-public-key.ts";

/** A host key as the known-hosts file holds it. */
export interface PinnedKey {
  /** `ssh-ed25519`, … */
  readonly type: string;
  readonly blob: Buffer;
  /** `SHA256:…` */
  readonly fingerprint: string;
}

/** The key of a line when it is pinned to exactly this name; lines of other names, markers and comments give none. */
export function pinnedKeyOf(line: string, alias: string): PinnedKey | undefined {
  const [names = "", type = "", base64 = ""] = line.trim().split(/\s+/);
  if (!names.split(",").includes(alias)) return undefined;
  const blob = Buffer.from(base64, "base64");
  return keyTypeOf(blob) === type ? { type, blob, fingerprint: fingerprintOf(blob) } : undefined;
}

/** A line of the known-hosts file that pins a key. */
export function knownHostsLine(alias: string, blob: Uint8Array): string {
  return `${alias} ${keyTypeOf(blob) ?? "unknown"} ${Buffer.from(blob).toString("base64")}`;
}

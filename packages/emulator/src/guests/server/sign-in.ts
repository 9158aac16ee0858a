import type { AuthContext, PublicKeyAuthContext, utils } from "ssh2";
import { keyLines } from "../disk/authorized-keys.ts";

/** Decides who may in: the one user, by a key that the guest's own file lists at this moment. */
export function signIn(
  context: AuthContext,
  parts: {
    readonly user: string;
    readonly authorizedKeys: () => string;
    readonly parseKey: typeof utils.parseKey;
  },
): void {
  if (context.method !== "publickey" || context.username !== parts.user) return context.reject(["publickey"]);
  const lines = keyLines(parts.authorizedKeys());
  const isKnown = lines.some((line) => fits(context, line, parts.parseKey));
  if (isKnown) context.accept();
  else context.reject(["publickey"]);
}

/** Whether a line is the key, and the key made the signature where there is one. */
function fits(
  { key, blob, signature, hashAlgo }: PublicKeyAuthContext,
  line: string,
  parseKey: typeof utils.parseKey,
): boolean {
  const bare = /((?:ssh|ecdsa|sk)-\S+\s+AAAA[\w+/]+=*)/.exec(line)?.[1];
  const parsed = bare === undefined ? new Error("no key") : parseKey(bare);
  const known = Array.isArray(parsed) ? parsed[0]! : parsed;
  if (known instanceof Error || !known.getPublicSSH().equals(key.data)) return false;
  // A client first asks whether a key would do, without a signature.
  return signature === undefined || blob === undefined || known.verify(blob, signature, hashAlgo) === true;
}

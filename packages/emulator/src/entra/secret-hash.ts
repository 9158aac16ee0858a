import { createHash } from "node:crypto";

/** What is kept of a client secret: the directory can check it, and never tell it. */
export function secretHash(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}

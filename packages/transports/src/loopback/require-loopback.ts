import { ValidationError } from "@azlin/core";

const LOOPBACK_HOSTS = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * The origin of a plain HTTP server on this machine.
 *
 * @throws ValidationError (`NOT_LOOPBACK`) for any other URL: tokens and requests would leave the machine unencrypted.
 */
export function requireLoopback(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || parsed.protocol !== "http:" || !LOOPBACK_HOSTS.has(parsed.hostname)) {
    throw new ValidationError("NOT_LOOPBACK", `'${url}' is not an HTTP server on this machine.`, {
      hint: "Give the address of a local Azure, such as http://127.0.0.1:8080.",
    });
  }
  return parsed.origin;
}

/** What a server's first bytes say. */
export type Banner = { readonly banner: string } | "incomplete" | "not-ssh";

/** A server may say other things before its banner, but not for ever. */
const MAX_BYTES = 8_192;
const MAX_BANNER = 255;
const BANNER = /^SSH-\d+\.\d+-[\x20-\x7e]+$/;

/**
 * Looks for the banner of an SSH server (RFC 4253, 4.2): the first whole line that begins with `SSH-`.
 *
 * @param received - everything that the server has said so far, one character a byte.
 */
export function readBanner(received: string): Banner {
  const lines = received.split("\n");
  const rest = lines.pop() ?? "";
  const line = lines.find((one) => one.startsWith("SSH-"))?.replace(/\r$/, "");
  if (line !== undefined) return line.length <= MAX_BANNER && BANNER.test(line) ? { banner: line } : "not-ssh";
  const isTooLong = received.length > MAX_BYTES || (rest.startsWith("SSH-") && rest.length > MAX_BANNER + 1);
  return isTooLong ? "not-ssh" : "incomplete";
}

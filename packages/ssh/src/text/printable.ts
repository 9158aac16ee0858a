// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const CONTROL = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]+/g;

/**
 * Text of a guest for a message: control characters, which could rewrite a terminal, become blanks, and only the end
 * is kept, where programs say what went wrong.
 *
 * @param text - what was received; bytes that are not UTF-8 show as U+FFFD.
 * @param maxLength - characters kept. Default 500.
 */
export function printable(text: string | Uint8Array, maxLength = 500): string {
  const decoded = typeof text === "string" ? text : Buffer.from(text).toString("utf8");
  const plain = decoded.replaceAll(CONTROL, " ").trim();
  return plain.length > maxLength ? `…${plain.slice(plain.length - maxLength)}` : plain;
}

// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const CONTROL = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** Text from elsewhere for a terminal: control characters, which could rewrite the screen, are shown as escapes. */
export function safeText(text: string): string {
  return text.replaceAll(CONTROL, (character) => {
    const code = character.codePointAt(0)!.toString(16);
    return code.length > 2 ? String.raw`\u${code.padStart(4, "0")}` : String.raw`\x${code.padStart(2, "0")}`;
  });
}

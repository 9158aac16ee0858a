const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** A text as a literal of a Kusto query: whatever is in it stays text and never becomes query. */
export function kqlText(text: string): string {
  const escaped = Array.from(text, (letter) => ESCAPES[letter] ?? (isPlain(letter) ? letter : unicode(letter)));
  return `'${escaped.join("")}'`;
}

/** A list of texts for `in~`: `('a', 'b')`. */
export function kqlTexts(texts: readonly string[]): string {
  return `(${texts.map(kqlText).join(", ")})`;
}

/** Control characters and the line ends of Unicode would end the literal, or the query. */
function isPlain(letter: string): boolean {
  return !/[\p{Cc}\u2028\u2029]/u.test(letter);
}

function unicode(letter: string): string {
  return `\\u${letter.codePointAt(0)!.toString(16).padStart(4, "0")}`;
}

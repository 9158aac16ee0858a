const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\\": "\\", "'": "'", '"': '"' };

/**
 * The text behind Python's `repr` of a string, `'it''s'`-style quotes and escapes undone.
 * Text that is not a quoted literal comes back as it is.
 */
export function parsePythonRepr(literal: string): string {
  const quote = literal[0];
  if ((quote !== "'" && quote !== '"') || !literal.endsWith(quote) || literal.length < 2) return literal;
  return literal.slice(1, -1).replace(/\\(?:x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|.)/gs, (escape) => {
    const digits = escape.slice(2);
    return digits === "" ? (ESCAPES[escape[1]!] ?? escape) : String.fromCodePoint(Number.parseInt(digits, 16));
  });
}

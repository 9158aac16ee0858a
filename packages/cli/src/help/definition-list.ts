/** A heading with terms and their meanings in two columns; empty without any. */
export function definitionList(
  heading: string,
  entries: readonly (readonly [term: string, meaning: string])[],
): string {
  if (entries.length === 0) return "";
  const width = Math.max(...entries.map(([term]) => term.length));
  return [`${heading}:`, ...entries.map(([term, meaning]) => `  ${term.padEnd(width)}  ${meaning}`)].join("\n");
}

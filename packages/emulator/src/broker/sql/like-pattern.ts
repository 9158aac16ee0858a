/** Whether a text is like a pattern: `%` is any text, `_` any character, and the escape character takes that from them. */
export function matchesLike(text: string, pattern: string, escape?: string): boolean {
  let source = "";
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at]!;
    if (character === escape && at + 1 < pattern.length) {
      at += 1;
      source += literal(pattern[at]!);
    } else if (character === "%") source += "[^]*";
    else if (character === "_") source += "[^]";
    else source += literal(character);
  }
  return new RegExp(`^${source}$`, "u").test(text);
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`);
}

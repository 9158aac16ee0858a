const PART = /\*|\?|\[!?[^\]]+\]|[\s\S]/g;

/** A pattern of names, `web-*`, `ci-?`, `db-[12]`, as a regular expression that a whole name has to match, whatever its case. */
export function globPattern(glob: string): RegExp {
  const parts = (glob.match(PART) ?? []).map((part) => {
    if (part === "*") return ".*";
    if (part === "?") return ".";
    return part.length > 1 ? classOf(part) : part.replace(/[\\^$.*+?()[\]{}|]/, String.raw`\$&`);
  });
  return new RegExp(`^${parts.join("")}$`, "is");
}

/** `[!12]`: none of them. */
function classOf(part: string): string {
  const isNegated = part.startsWith("[!");
  const members = part.slice(isNegated ? 2 : 1, -1).replaceAll(/[\\^[\]]/g, String.raw`\$&`);
  return `[${isNegated ? "^" : ""}${members}]`;
}

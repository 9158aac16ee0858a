/** How {@link wildcard} reads a pattern. */
export interface WildcardOptions {
  /** Default: true. */
  readonly isCaseSensitive?: boolean;
}

/** Matches whole texts that are like a pattern, in which `*` stands for any text and everything else for itself. */
export function wildcard(pattern: string, { isCaseSensitive = true }: WildcardOptions = {}): RegExp {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(".*")}$`, isCaseSensitive ? "s" : "is");
}

/**
 * The path in a namespace that a token's audience names, in lower case: `sb://host/queue/$management` is `queue`, and so is
 * `sb://host/queue/$DeadLetterQueue`.
 */
export function pathOfAudience(audience: string): string {
  return audience
    .toLowerCase()
    .replace(/^[a-z]+:\/\/[^/]*/, "")
    .replace(/^\/+|\/+$/g, "")
    .replace(/\/\$management$/, "")
    .replace(/(?:\/\$transfer)?\/\$deadletterqueue$/, "");
}

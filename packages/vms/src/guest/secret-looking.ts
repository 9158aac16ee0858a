const NAMES =
  /(?:^|_)(?:SECRET|TOKEN|PASSWORD|PASSWD|PWD|CREDENTIALS?|PRIVATE_KEY|API_?KEY|ACCESS_?KEY|CONNECTION_STRING)(?:_|$)/i;

const VALUES: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a GitHub token", /\b(?:gh[opsur]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/],
  ["an AWS access key", /\bAKIA[0-9A-Z]{16}\b/],
  ["an API key", /\bsk-[A-Za-z0-9_-]{20,}/],
  ["a storage account key", /AccountKey=[A-Za-z0-9+/=]{20,}/],
  ["a token", /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+/],
  ["a password in an address", /:\/\/[^/\s:@]+:[^/\s:@]+@/],
];

/**
 * Why a variable looks as if it held a secret, to warn before it is written in clear text; `undefined` when it does not.
 * A name like `MAX_TOKENS` does not count.
 */
export function secretLooking(name: string, value: string): string | undefined {
  const found = VALUES.find(([, pattern]) => pattern.test(value));
  if (found !== undefined) return `Its value looks like ${found[0]}.`;
  return NAMES.test(name) ? "Its name says that it is a secret." : undefined;
}

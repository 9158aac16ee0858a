const MASK = "***";

const SECRET_NAMES = [
  "sig",
  "password",
  "passwd",
  "pwd",
  "secret",
  "secret_?text",
  "token",
  "assertion",
  "api_?key",
  "account_?key",
  "shared_?access_?key",
  "shared_?access_?signature",
  "connection_?string",
  "private_?key",
].join("|");

interface Rule {
  readonly pattern: RegExp;
  readonly replacement: string;
}

const RULES: readonly Rule[] = [
  // PEM private keys.
  {
    pattern: /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    replacement: `$1${MASK}$2`,
  },
  // "password": "…", also inside JSON that is itself a JSON string.
  {
    pattern: new RegExp(`(\\\\?")([\\w.-]*(?:${SECRET_NAMES}))\\1(\\s*:\\s*)\\\\"(?:(?!\\\\").)*\\\\"`, "gi"),
    replacement: `$1$2$1$3\\"${MASK}\\"`,
  },
  {
    pattern: new RegExp(`"([\\w.-]*(?:${SECRET_NAMES}))"(\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, "gi"),
    replacement: `"$1"$2"${MASK}"`,
  },
  // Authorization: Basic …
  { pattern: /(\bauthorization["']?\s*[:=]\s*["']?)(?:[A-Za-z]+ +)?[^\s"',;]+/gi, replacement: `$1${MASK}` },
  { pattern: /\b(Bearer|SharedKey|SharedAccessSignature)(\s+)[\w.~+/=:%&-]{12,}/gi, replacement: `$1$2${MASK}` },
  { pattern: /\beyJ[\w-]{6,}(?:\.[\w-]*){1,4}/g, replacement: MASK },
  // Query strings, connection strings, forms, command lines: name="…", name='…', name=….
  {
    pattern: new RegExp(
      `((?:^|[^A-Za-z0-9])[\\w.-]*?(?:${SECRET_NAMES})=)(?:"(?:[^"\\\\]|\\\\.)*"|'[^']*'|[^\\s&;"'<>\\\\]+)`,
      "gi",
    ),
    replacement: `$1${MASK}`,
  },
  // https://user:password@host
  { pattern: /(:\/\/[^\s/:@]+:)[^\s/@]+@/g, replacement: `$1${MASK}@` },
];

/**
 * Takes out of a text what looks like a secret: bearer tokens, JWTs, SAS signatures, account keys, passwords and client
 * secrets in query strings, connection strings and JSON, private keys. For the output of other programs and for URLs;
 * what is known to be secret belongs into a {@link Secret} instead.
 */
export function redact(text: string): string {
  return RULES.reduce((redacted, { pattern, replacement }) => redacted.replace(pattern, replacement), text);
}

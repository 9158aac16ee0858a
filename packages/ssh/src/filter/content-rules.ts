/** A kind of secret that is found by what it looks like. */
export interface ContentRule {
  /** What it is, for the person who reads why a file was held back. */
  readonly reason: string;
  /**
   * What it looks like, as an expression that JavaScript and `grep -E` in the C locale understand alike: no classes
   * but brackets, no look-around, matches of at most {@link MAX_MATCH_BYTES} in one line.
   */
  readonly pattern: string;
}

/** Bytes of the longest match. */
export const MAX_MATCH_BYTES = 512;

/** The text that private keys of every format but PuTTY's have in their first line. */
export const PRIVATE_KEY_MARK = "PRIVATE KEY";

const BLANK = "[ \t]{0,8}";
const QUOTE = `["']?`;
const ASSIGN = `${QUOTE}${BLANK}[:=]${BLANK}${QUOTE}`;
const BASE64 = "[A-Za-z0-9+/=_-]";

/** Private keys: the only secrets without a long run of token characters. */
export const PRIVATE_KEY_RULE: ContentRule = {
  reason: "private key",
  pattern: `BEGIN [A-Z0-9 ]{0,40}${PRIVATE_KEY_MARK}`,
};

/** The same in UTF-16, where `.` stands for the NUL between two letters. */
export const WIDE_PRIVATE_KEY_RULE: ContentRule = {
  reason: "private key",
  pattern: "P.R.I.V.A.T.E. .K.E.Y|P.u.T.T.Y.-.U.s.e.r.-.K.e.y",
};

/** Secrets that hold at least {@link MIN_RUN} characters of a token in a row. */
export const SHORT_TOKEN_RULES: readonly ContentRule[] = [
  { reason: "PuTTY private key", pattern: "PuTTY-User-Key-File-[0-9]" },
  { reason: "AWS access key", pattern: "(AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}" },
  { reason: "GitLab token", pattern: "glpat-[A-Za-z0-9_-]{20}" },
  { reason: "Google token", pattern: "ya29[.][A-Za-z0-9_-]{20}" },
  { reason: "Slack token", pattern: "xox[abeoprs]-[0-9A-Za-z-]{16}" },
  { reason: "Stripe key", pattern: "[rs]k_live_[A-Za-z0-9]{20}" },
  { reason: "JSON web token", pattern: "eyJ[A-Za-z0-9_-]{10,150}[.]eyJ[A-Za-z0-9_-]{10,150}" },
];

/** Secrets that hold at least {@link LONG_RUN} characters of a token in a row. */
const LONG_TOKEN_RULES: readonly ContentRule[] = [
  {
    reason: "AWS secret key",
    pattern: `[Aa][Ww][Ss]_?[Ss][Ee][Cc][Rr][Ee][Tt]_?[A-Za-z_]{0,16}${ASSIGN}[A-Za-z0-9/+=]{40}`,
  },
  { reason: "Azure storage or service key", pattern: "(Account|SharedAccess)Key=[A-Za-z0-9+/]{40}" },
  { reason: "Azure shared access signature", pattern: "[?&;]sig=[A-Za-z0-9%/+]{40}" },
  { reason: "Azure client secret", pattern: "[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31}" },
  { reason: "GitHub token", pattern: "gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22}" },
  { reason: "Google token", pattern: "AIza[A-Za-z0-9_-]{35}|GOCSPX-[A-Za-z0-9_-]{28}" },
  { reason: "npm token", pattern: "npm_[A-Za-z0-9]{36}" },
  { reason: "PyPI token", pattern: "pypi-AgEI[A-Za-z0-9_-]{50}" },
  { reason: "Hugging Face token", pattern: "hf_[A-Za-z0-9]{34}" },
  { reason: "API key of an AI service", pattern: "sk-(ant-|proj-|or-)?[A-Za-z0-9_-]{32}" },
  { reason: "age private key", pattern: "AGE-SECRET-KEY-1[A-Z0-9]{50}" },
  {
    reason: "password, key or token",
    pattern:
      `([Aa][Pp][Ii][_-]?[Kk][Ee][Yy]|[Tt][Oo][Kk][Ee][Nn]|[Ss][Ee][Cc][Rr][Ee][Tt]|[Pp][Aa][Ss][Ss][Ww][Oo][Rr][Dd]|` +
      `[Aa][Cc][Cc][Ee][Ss][Ss]_?[Kk][Ee][Yy])${ASSIGN}${BASE64}{32}`,
  },
];

/** All secrets that hold a row of token characters. */
export const TOKEN_RULES: readonly ContentRule[] = [...SHORT_TOKEN_RULES, ...LONG_TOKEN_RULES];

/** Characters in a row that every match of {@link TOKEN_RULES} holds at least. */
export const MIN_RUN = 20;

/** Characters in a row that every match of {@link LONG_TOKEN_RULES} holds at least: names in programs seldom do. */
export const LONG_RUN = 32;

/** Whether a byte may stand in such a row. */
export const IS_RUN_BYTE: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9+/_=.~%&;?:-]/.test(String.fromCodePoint(byte)) ? 1 : 0,
);

import {
  type ContentRule,
  IS_RUN_BYTE,
  LONG_RUN,
  MAX_MATCH_BYTES,
  MIN_RUN,
  PRIVATE_KEY_MARK,
  PRIVATE_KEY_RULE,
  SHORT_TOKEN_RULES,
  TOKEN_RULES,
  WIDE_PRIVATE_KEY_RULE,
} from "./content-rules.ts";

const PRIVATE_KEY = new RegExp(PRIVATE_KEY_RULE.pattern);
const WIDE_MARKS = ["PRIVATE KEY", "PuTTY-User-Key"].map((mark) => Buffer.from(mark, "utf16le"));
const ANY_TOKEN = anyOf(TOKEN_RULES);
const ANY_SHORT_TOKEN = anyOf(SHORT_TOKEN_RULES);
const NEWLINE = 10;
const EACH_TOKEN = TOKEN_RULES.map(({ reason, pattern }) => ({ reason, expression: new RegExp(pattern) }));

/**
 * Which kind of secret some bytes hold; `undefined` when none is found. Compressed and encrypted data cannot be seen
 * into.
 *
 * @param bytes - a file's content, or a part of it that overlaps the next by 512 bytes.
 */
export function classifyContent(bytes: Buffer): string | undefined {
  return findPrivateKey(bytes) ?? findToken(bytes);
}

function findPrivateKey(bytes: Buffer): string | undefined {
  for (let at = bytes.indexOf(PRIVATE_KEY_MARK); at >= 0; at = bytes.indexOf(PRIVATE_KEY_MARK, at + 1)) {
    const line = bytes.toString("latin1", Math.max(0, at - 64), at + PRIVATE_KEY_MARK.length);
    if (PRIVATE_KEY.test(line)) return PRIVATE_KEY_RULE.reason;
  }
  return WIDE_MARKS.some((mark) => bytes.includes(mark.subarray(0, -1))) ? WIDE_PRIVATE_KEY_RULE.reason : undefined;
}

/**
 * Looks only at what surrounds long runs of token characters, and finds these by looking at one byte in many: several
 * times as fast as the expressions on everything.
 */
function findToken(bytes: Buffer): string | undefined {
  let end = MIN_RUN - 1;
  while (end < bytes.length) {
    let start = end;
    const earliest = end - MIN_RUN + 1;
    while (start >= earliest && IS_RUN_BYTE[bytes[start]!] === 1) start -= 1;
    if (start >= earliest) {
      end = start + MIN_RUN;
      continue;
    }
    while (end < bytes.length && IS_RUN_BYTE[bytes[end]!] === 1) end += 1;
    const any = end - earliest < LONG_RUN ? ANY_SHORT_TOKEN : ANY_TOKEN;
    const reason = tokenIn(bytes.toString("latin1", matchStart(bytes, earliest), end), any);
    if (reason !== undefined) return reason;
    end += MIN_RUN;
  }
  return undefined;
}

/** Where a match around a run that has begun by here may begin: matches lie in one line. */
function matchStart(bytes: Buffer, run: number): number {
  const earliest = Math.max(0, run - MAX_MATCH_BYTES / 2);
  let start = run;
  while (start > earliest && bytes[start - 1] !== NEWLINE) start -= 1;
  return start;
}

function tokenIn(text: string, any: RegExp): string | undefined {
  if (!any.test(text)) return undefined;
  return EACH_TOKEN.find(({ expression }) => expression.test(text))?.reason;
}

function anyOf(rules: readonly ContentRule[]): RegExp {
  return new RegExp(rules.map(({ pattern }) => pattern).join("|"));
}

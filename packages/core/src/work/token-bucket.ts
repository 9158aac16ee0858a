/** A token bucket as data: each function returns the bucket as it is afterwards. */
export interface TokenBucket {
  /** Most tokens it holds. */
  readonly capacity: number;
  readonly tokensPerSecond: number;
  readonly tokens: number;
  /** When `tokens` was right, in milliseconds since the epoch. In the future: nothing drips in before then. */
  readonly asOfMs: number;
}

/** A full bucket. */
export function fullBucket(capacity: number, tokensPerSecond: number, nowMs: number): TokenBucket {
  return { capacity, tokensPerSecond, tokens: capacity, asOfMs: nowMs };
}

/** The bucket with what has dripped in until now. */
export function refillBucket(bucket: TokenBucket, nowMs: number): TokenBucket {
  if (nowMs <= bucket.asOfMs) return bucket;
  const dripped = ((nowMs - bucket.asOfMs) / 1_000) * bucket.tokensPerSecond;
  return { ...bucket, tokens: Math.min(bucket.capacity, bucket.tokens + dripped), asOfMs: nowMs };
}

/** Milliseconds until a token can be taken; 0 when it can be now. */
export function msUntilToken(bucket: TokenBucket, nowMs: number): number {
  const current = refillBucket(bucket, nowMs);
  const closedMs = Math.max(0, current.asOfMs - nowMs);
  // Fractions of tokens add up to one with rounding errors that would otherwise wait for another millisecond.
  const missing = Math.max(0, 1 - current.tokens - 1e-9);
  return Math.ceil(closedMs + (missing / current.tokensPerSecond) * 1_000);
}

/** Takes one token; `undefined` when there is none yet. */
export function takeToken(bucket: TokenBucket, nowMs: number): TokenBucket | undefined {
  if (msUntilToken(bucket, nowMs) > 0) return undefined;
  const current = refillBucket(bucket, nowMs);
  return { ...current, tokens: Math.max(0, current.tokens - 1) };
}

/** Closes the bucket until a time: nothing can be taken and nothing drips in before it. */
export function closeBucket(bucket: TokenBucket, nowMs: number, untilMs: number): TokenBucket {
  const current = refillBucket(bucket, nowMs);
  return untilMs <= current.asOfMs ? current : { ...current, asOfMs: untilMs };
}

/** Changes how fast tokens drip in from now on. */
export function changeRate(bucket: TokenBucket, nowMs: number, tokensPerSecond: number): TokenBucket {
  return { ...refillBucket(bucket, nowMs), tokensPerSecond };
}

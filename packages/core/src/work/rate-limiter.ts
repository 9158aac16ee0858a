import { systemClock, type Clock } from "../time/clock.ts";
import { remainingRequests } from "./remaining-requests.ts";
import { parseRetryAfter, type HeaderGetter } from "./retry-after.ts";
import { changeRate, closeBucket, fullBucket, msUntilToken, takeToken, type TokenBucket } from "./token-bucket.ts";

/** Options of {@link RateLimiter}. The defaults are the read limits of Resource Manager for one subscription. */
export interface RateLimiterOptions {
  /** Requests that may go out at once after a rest. Default: 250. */
  readonly capacity?: number;
  /** Requests per second in the long run. Default: 25. */
  readonly requestsPerSecond?: number;
  /** Below this many remaining requests, as Azure counts them, it slows down in proportion. Default: 20. */
  readonly lowRemaining?: number;
  /** Pause after a 429 that names none, in milliseconds. Default: 1,000. */
  readonly defaultPauseMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** How long a slow-down lasts when no later answer renews it, in milliseconds. */
const SLOW_DOWN_MS = 10_000;
const LOWEST_SHARE = 0.1;

interface Waiter {
  readonly go: () => void;
}

/** Holds requests back so that Azure need not: a token bucket that listens to what Azure's answers say. */
export class RateLimiter {
  readonly #options: Required<RateLimiterOptions>;
  readonly #waiters: Waiter[] = [];
  #bucket: TokenBucket;
  #share = 1;
  #slowUntilMs = 0;
  #isServing = false;
  #sleep: AbortController | undefined;

  constructor(options: RateLimiterOptions = {}) {
    this.#options = {
      capacity: 250,
      requestsPerSecond: 25,
      lowRemaining: 20,
      defaultPauseMs: 1_000,
      clock: systemClock,
      ...options,
    };
    const { capacity, requestsPerSecond, clock } = this.#options;
    this.#bucket = fullBucket(capacity, requestsPerSecond, clock.now());
  }

  /** Resolves when a request may go out, first come, first served; rejects with the signal's reason when it aborts first. */
  async acquire({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    signal?.throwIfAborted();
    if (this.#waiters.length === 0 && this.#take()) return;
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        if (this.#waiters.length === 0) this.#sleep?.abort();
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        go: () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        },
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#waiters.push(waiter);
      if (!this.#isServing) void this.#serve();
    });
  }

  /**
   * Takes in what an answer says: a 429 or 503 with a time to wait pauses everything, few remaining requests slow it down.
   *
   * @param get - reads a header of the answer.
   */
  report(get: HeaderGetter, status: number): void {
    const nowMs = this.#options.clock.now();
    if (status === 429 || status === 503) {
      const pauseMs = parseRetryAfter(get, nowMs) ?? (status === 429 ? this.#options.defaultPauseMs : 0);
      this.#bucket = closeBucket(this.#bucket, nowMs, nowMs + pauseMs);
    }
    const remaining = remainingRequests(get);
    if (remaining !== undefined && remaining < this.#options.lowRemaining) this.#slowDown(remaining, nowMs);
  }

  #slowDown(remaining: number, nowMs: number): void {
    const share = Math.max(LOWEST_SHARE, remaining / this.#options.lowRemaining);
    this.#share = nowMs < this.#slowUntilMs ? Math.min(share, this.#share) : share;
    this.#slowUntilMs = nowMs + SLOW_DOWN_MS;
    this.#bucket = changeRate(this.#bucket, nowMs, this.#options.requestsPerSecond * this.#share);
    // What was saved up would otherwise go out at once.
    this.#bucket = { ...this.#bucket, tokens: Math.min(this.#bucket.tokens, remaining) };
  }

  #take(): boolean {
    this.#endSlowDown();
    const taken = takeToken(this.#bucket, this.#options.clock.now());
    if (taken !== undefined) this.#bucket = taken;
    return taken !== undefined;
  }

  #endSlowDown(): void {
    const nowMs = this.#options.clock.now();
    if (this.#share === 1 || nowMs < this.#slowUntilMs) return;
    this.#share = 1;
    this.#bucket = changeRate(this.#bucket, nowMs, this.#options.requestsPerSecond);
  }

  async #serve(): Promise<void> {
    const { clock } = this.#options;
    this.#isServing = true;
    while (this.#waiters.length > 0) {
      if (this.#take()) {
        this.#waiters.shift()?.go();
        continue;
      }
      this.#sleep = new AbortController();
      // Aborted only when the last waiter has gone, so that no timer outlives them.
      await clock.delay(msUntilToken(this.#bucket, clock.now()), { signal: this.#sleep.signal }).catch(() => {});
    }
    this.#isServing = false;
  }
}

import { isAzlinError } from "../errors/azlin-error.ts";
import type { ThrottledError } from "../errors/families.ts";
import type { Random } from "../time/random.ts";

/** What a strategy knows of a failed attempt. */
export interface RetryState {
  /** Number of the attempt that failed, from 1. */
  readonly attempt: number;
  readonly error: unknown;
  /** Milliseconds since the first attempt began. */
  readonly elapsedMs: number;
  readonly random: Random;
}

/** What a strategy says: not my case, again after so many milliseconds, or stop with this error. */
export type RetryDecision = { readonly skip: true } | { readonly afterMs: number } | { readonly throw: unknown };

/** What to retry and how long to wait, as data. */
export interface RetryStrategy {
  readonly name: string;
  readonly retry: (state: RetryState) => RetryDecision;
}

/** Options of {@link throttling}. */
export interface ThrottlingOptions {
  /** Wait when Azure named none, in milliseconds. Default: 5,000. */
  readonly defaultMs?: number;
}

/** Options of {@link transientFailure}. */
export interface TransientFailureOptions {
  /** Upper limit of the first wait, in milliseconds; doubles with each attempt. Default: 1,000. */
  readonly baseMs?: number;
  /** Upper limit of every wait, in milliseconds. Default: 64,000. */
  readonly maxMs?: number;
}

/** Options of {@link waits}. */
export interface WaitsOptions {
  /** Codes of the errors to retry. */
  readonly codes: readonly string[];
}

const SKIP: RetryDecision = { skip: true };

/** Retries throttled calls after the time Azure asked for. */
export function throttling({ defaultMs = 5_000 }: ThrottlingOptions = {}): RetryStrategy {
  return {
    name: "throttling",
    retry: ({ error }) => (isThrottled(error) ? { afterMs: error.retryAfterMs ?? defaultMs } : SKIP),
  };
}

/** Retries calls that did not get through, after a random part of an exponentially growing time (full jitter). */
export function transientFailure({ baseMs = 1_000, maxMs = 64_000 }: TransientFailureOptions = {}): RetryStrategy {
  return {
    name: "transient-failure",
    retry: ({ attempt, error, random }) => {
      if (!isAzlinError(error) || error.name !== "TransportError" || !error.isRetryable) return SKIP;
      return { afterMs: Math.round(random.next() * Math.min(maxMs, baseMs * 2 ** (attempt - 1))) };
    },
  };
}

/**
 * Retries errors of the chosen codes after fixed times: `waits([1_000, 2_000, 4_000], { codes: ["CONFLICT"] })`.
 *
 * @param afterMs - the wait after each attempt, in milliseconds; the last one repeats.
 */
export function waits(afterMs: readonly number[], { codes }: WaitsOptions): RetryStrategy {
  return {
    name: "waits",
    retry: ({ attempt, error }) => {
      const wait = afterMs[Math.min(attempt, afterMs.length) - 1];
      return wait !== undefined && isAzlinError(error) && codes.includes(error.code) ? { afterMs: wait } : SKIP;
    },
  };
}

function isThrottled(error: unknown): error is ThrottledError {
  return isAzlinError(error) && error.name === "ThrottledError";
}

import pRetry from "p-retry";
import { systemClock, type Clock } from "../time/clock.ts";
import { systemRandom, type Random } from "../time/random.ts";
import {
  throttling,
  transientFailure,
  type RetryDecision,
  type RetryState,
  type RetryStrategy,
} from "./retry-strategies.ts";

/** A retry about to be made, for logs and metrics. */
export interface RetryNotice {
  /** Attempts that have failed so far, from 1. */
  readonly attempt: number;
  readonly error: unknown;
  /** Milliseconds until the next attempt. */
  readonly afterMs: number;
  /** Name of the strategy that asked for it. */
  readonly strategy: string;
}

/** Options of {@link retry}. */
export interface RetryOptions {
  /** Asked in order; the first that does not skip decides. Default: {@link throttling}, {@link transientFailure}. */
  readonly strategies?: readonly RetryStrategy[];
  /** Attempts in all, the first included. Default: 4. */
  readonly maxAttempts?: number;
  /** Milliseconds from the start after which no attempt begins; a wait that would go beyond it is not begun. Default: none. */
  readonly deadlineMs?: number;
  /** Ends waiting; the retry rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Default: the system's. */
  readonly random?: Random;
  /** Told of each retry before its wait begins. */
  readonly onRetry?: (notice: RetryNotice) => void;
}

/**
 * Makes attempts until one succeeds or the strategies give up.
 *
 * @param operation - one attempt; told its number, from 1.
 * @throws what the last attempt threw, what a strategy threw instead, or the signal's reason.
 */
export async function retry<T>(operation: (attempt: number) => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const { signal, clock = systemClock, random = systemRandom } = options;
  const startMs = clock.now();
  let thrown: unknown;
  signal?.throwIfAborted();
  // p-retry has no clock to inject: it runs the attempts without delays, the waits are ours.
  return pRetry(
    async (attempt) => {
      try {
        return await operation(attempt);
      } catch (error) {
        thrown = error;
        // p-retry has its own mind about TypeErrors and things that are no errors: it gets neither.
        throw new Error("attempt failed", { cause: error });
      }
    },
    {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 0,
      factor: 1,
      onFailedAttempt: async ({ attemptNumber }) => {
        signal?.throwIfAborted();
        const state = { attempt: attemptNumber, error: thrown, elapsedMs: clock.now() - startMs, random };
        const afterMs = nextWait(state, options);
        await clock.delay(afterMs, { signal });
      },
    },
  );
}

function nextWait(state: RetryState, options: RetryOptions): number {
  const { strategies = DEFAULT_STRATEGIES, maxAttempts = 4, deadlineMs = Number.POSITIVE_INFINITY } = options;
  const { attempt, error, elapsedMs } = state;
  if (attempt >= maxAttempts) throw error;
  const { strategy, decision } = decide(strategies, state);
  if ("skip" in decision) throw error;
  if ("throw" in decision) throw decision.throw;
  if (elapsedMs + decision.afterMs >= deadlineMs) throw error;
  options.onRetry?.({ attempt, error, afterMs: decision.afterMs, strategy });
  return decision.afterMs;
}

function decide(
  strategies: readonly RetryStrategy[],
  state: RetryState,
): { readonly strategy: string; readonly decision: RetryDecision } {
  for (const strategy of strategies) {
    const decision = strategy.retry(state);
    if (!("skip" in decision)) return { strategy: strategy.name, decision };
  }
  return { strategy: "none", decision: { skip: true } };
}

const DEFAULT_STRATEGIES: readonly RetryStrategy[] = [throttling(), transientFailure()];

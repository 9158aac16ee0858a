import {
  callAzure,
  throttling,
  transientFailure,
  withDeadline,
  type AbortOptions,
  type Clock,
  type Random,
} from "@azlin/core";

/** What reading from Azure works with. */
export interface AzureReadContext {
  readonly clock: Clock;
  readonly random: Random;
  /** Milliseconds for one reading with its retries. */
  readonly timeoutMs: number;
}

/** One reading. */
export interface AzureRead<T> extends AbortOptions {
  /** So that it reads well after "Could not": `read the power state of vm-1`. */
  readonly operation: string;
  /** The Azure action that it takes. */
  readonly action: string;
  readonly run: (signal: AbortSignal) => Promise<T>;
}

const MAX_ATTEMPTS = 3;
const STRATEGIES = [throttling({ defaultMs: 2_000 }), transientFailure({ baseMs: 500, maxMs: 2_000 })];

/**
 * Reads something from Azure, at most three times and only as long as its time lasts: a wait that Azure asks for and
 * that is longer ends it with the error that asked.
 *
 * @throws AzlinError of what Azure answered; DeadlineError (`TIMED_OUT`); the signal's reason.
 */
export function azureRead<T>(context: AzureReadContext, read: AzureRead<T>): Promise<T> {
  const { clock, random, timeoutMs } = context;
  const { operation, action, run } = read;
  return withDeadline(`trying to ${operation}`, { timeoutMs, signal: read.signal, clock }, (signal) =>
    callAzure(() => run(signal), {
      operation,
      action,
      strategies: STRATEGIES,
      maxAttempts: MAX_ATTEMPTS,
      deadlineMs: timeoutMs,
      signal,
      clock,
      random,
    }),
  );
}

import {
  callAzure,
  isAzlinError,
  throttling,
  transientFailure,
  type AbortOptions,
  type AzlinError,
  type RetryStrategy,
} from "@azlin/core";
import type { IdentityAzure } from "./identity-azure.ts";

/** One thing asked of Azure. It has to be the same when it is asked twice. */
export interface AzureRequest<T> extends AbortOptions {
  /** So that it reads well after "Could not": `make the application`. */
  readonly operation: string;
  /** The permission or Azure action that it takes. */
  readonly action: string;
  /** Whether an error only means that something has not arrived everywhere yet. Default: none does. */
  readonly isEarly?: (error: AzlinError) => boolean;
  readonly run: () => Promise<T>;
}

/** Times that a request may get lost: a vault that does not exist cannot be reached either. */
const MAX_LOST = 5;
/** Milliseconds between two looks for something that has not arrived; the last one repeats. */
const EARLY_WAITS_MS = [500, 1_000, 2_000, 3_000, 5_000];

/**
 * Asks Azure something: again when it throttles or does not get through, and for as long as replication may take when what was
 * asked about has not arrived yet.
 *
 * @throws AzlinError of what Azure answered last; the signal's reason.
 */
export function askAzure<T>(azure: IdentityAzure, request: AzureRequest<T>): Promise<T> {
  const { clock, logger, random, replicationDeadlineMs } = azure;
  const { isEarly = () => false, run, ...what } = request;
  return callAzure(run, {
    ...what,
    strategies: [early(isEarly), throttling(), atMost(MAX_LOST, transientFailure())],
    maxAttempts: Number.POSITIVE_INFINITY,
    deadlineMs: replicationDeadlineMs,
    clock,
    random,
    onRetry: ({ attempt, error, afterMs }) => {
      logger.debug("asks again", { operation: what.operation, attempt, afterMs, error });
    },
  });
}

/** What Azure answered, or `undefined` when what was asked about is not there. */
export async function askIfThere<T>(azure: IdentityAzure, request: AzureRequest<T>): Promise<T | undefined> {
  try {
    return await askAzure(azure, request);
  } catch (error) {
    if (isAzlinError(error) && error.name === "NotFoundError") return undefined;
    throw error;
  }
}

/** Azure's own code of an error, `Request_ResourceNotFound`. */
export function azureCodeOf(error: unknown): string | undefined {
  const code = isAzlinError(error) ? error.details["azureCode"] : undefined;
  return typeof code === "string" ? code : undefined;
}

/** A strategy that gives up after so many times. */
function atMost(times: number, strategy: RetryStrategy): RetryStrategy {
  let used = 0;
  return {
    name: strategy.name,
    retry: (state) => {
      const decision = strategy.retry(state);
      if ("skip" in decision) return decision;
      used += 1;
      return used > times ? { skip: true } : decision;
    },
  };
}

function early(isEarly: (error: AzlinError) => boolean): RetryStrategy {
  return {
    name: "replication",
    retry: ({ attempt, error }) => {
      if (!isAzlinError(error) || !isEarly(error)) return { skip: true };
      return { afterMs: EARLY_WAITS_MS[Math.min(attempt, EARLY_WAITS_MS.length) - 1]! };
    },
  };
}

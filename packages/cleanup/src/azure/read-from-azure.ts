import {
  callAzure,
  isAzlinError,
  throttling,
  transientFailure,
  type AbortOptions,
  type Clock,
  type Random,
  type RetryStrategy,
} from "@azlin/core";
import type { ResourceClients } from "./resource-clients.ts";

/** One reading of Azure. */
export interface AzureReading<T> extends AbortOptions {
  /** So that it reads well after "Could not": `list the locks`. */
  readonly operation: string;
  /** The Azure action that it takes. */
  readonly action: string;
  /** Id of the resource that is read. */
  readonly resource?: string;
  readonly run: () => Promise<T>;
}

/** What readings go by. */
export interface ReadingContext {
  readonly clients: ResourceClients;
  readonly clock: Clock;
  readonly random: Random;
}

const MAX_ATTEMPTS = 5;

/** A token may have expired on the way: one more try with a new one. */
function newToken(clients: ResourceClients): RetryStrategy {
  let isTried = false;
  return {
    name: "new-token",
    retry: ({ error }) => {
      if (isTried || !isAzlinError(error) || error.details["statusCode"] !== 401) return { skip: true };
      isTried = true;
      clients.renew();
      return { afterMs: 0 };
    },
  };
}

/**
 * Reads from Azure, at most five times when it throttles, does not get through, or does not know the token any more.
 *
 * @throws AzlinError of what Azure answered last; the signal's reason.
 */
export function readFromAzure<T>(readingContext: ReadingContext, reading: AzureReading<T>): Promise<T> {
  const { clients, clock, random } = readingContext;
  const { run, ...what } = reading;
  return callAzure(run, {
    ...what,
    strategies: [newToken(clients), throttling(), transientFailure()],
    maxAttempts: MAX_ATTEMPTS,
    clock,
    random,
  });
}

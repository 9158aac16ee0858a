import {
  callAzure,
  isAzlinError,
  throttling,
  transientFailure,
  waits,
  type AbortOptions,
  type RetryStrategy,
} from "@azlin/core";
import type { ContainerAppsAPIClient } from "@azure/arm-appcontainers";
import type { ContainersAzure } from "./containers-azure.ts";

/** One call of the official client. */
export interface AzureCall<T> extends AbortOptions {
  /** So that it reads well after "Could not": `read the environment`. */
  readonly operation: string;
  /** The Azure action that it takes. */
  readonly action: string;
  /** Id or name of the resource. */
  readonly resource: string;
  /** Whether it may meet another operation on the resource, which is waited for. Default: false. */
  readonly isChange?: boolean;
  /** Whether it may be made again when it is not known whether it got through. Default: true. */
  readonly isRepeatable?: boolean;
  readonly run: (client: ContainerAppsAPIClient) => Promise<T>;
}

const MAX_ATTEMPTS = 6;
const BUSY_WAITS_MS = [2_000, 5_000, 10_000, 20_000, 30_000];
const BUSY = /OperationInProgress|AnotherOperation|Conflict$/i;

/**
 * Calls Azure, again when it throttles, does not get through, or is busy with another operation on what is changed.
 *
 * @throws AzlinError of what Azure answered last; the signal's reason.
 */
export function callContainers<T>(azure: ContainersAzure, call: AzureCall<T>): Promise<T> {
  const { isChange = false, isRepeatable = true, run, ...what } = call;
  const { clock, random } = azure;
  return callAzure(async () => run(await azure.clients.containers()), {
    ...what,
    strategies: [throttling(), ...(isRepeatable ? [transientFailure()] : []), ...(isChange ? [whileBusy()] : [])],
    maxAttempts: MAX_ATTEMPTS,
    clock,
    random,
  });
}

/** Reads what may not be there. */
export async function readIfThere<T>(azure: ContainersAzure, call: AzureCall<T>): Promise<T | undefined> {
  try {
    return await callContainers(azure, call);
  } catch (error) {
    if (isAzlinError(error, "NOT_FOUND")) return undefined;
    throw error;
  }
}

/** Only operations under way are waited for: other conflicts do not go away by themselves. */
function whileBusy(): RetryStrategy {
  const { retry: wait } = waits(BUSY_WAITS_MS, { codes: ["CONFLICT"] });
  return {
    name: "while-busy",
    retry: (state) => {
      const code = isAzlinError(state.error) ? state.error.details["azureCode"] : undefined;
      return typeof code === "string" && BUSY.test(code) ? wait(state) : { skip: true };
    },
  };
}

import { toAzlinError, type AzureErrorContext } from "../errors/azure-error.ts";
import { retry, type RetryOptions } from "./retry.ts";

/** Options of {@link callAzure}: what is being done, and when it is tried again. */
export interface AzureCallOptions extends AzureErrorContext, RetryOptions {}

/**
 * Calls an official Azure client, again as the strategies say; they see what it throws translated as {@link toAzlinError}
 * does.
 *
 * @throws AzlinError of what Azure answered last; the signal's reason.
 */
export function callAzure<T>(call: () => Promise<T>, options: AzureCallOptions): Promise<T> {
  return retry(async () => {
    try {
      return await call();
    } catch (error) {
      throw toAzlinError(error, options);
    }
  }, options);
}

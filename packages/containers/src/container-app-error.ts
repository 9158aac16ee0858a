import { AzlinError, isAzlinError } from "@azlin/core";

/**
 * Thrown by {@link ContainerManager} and the three functions when Azure did not do what was asked, whatever the reason.
 * Code, hint and details are those of its `cause`, an error of one of the families. Input that cannot be right is a
 * ValidationError.
 */
export class ContainerAppError extends AzlinError {
  override readonly name: string = "ContainerAppError";

  constructor(message: string, reason: AzlinError) {
    const { code, hint, details } = reason;
    super(code, message, { details, cause: reason, ...(hint !== undefined && { hint }) });
  }

  override get isRetryable(): boolean {
    return isAzlinError(this.cause) && this.cause.isRetryable;
  }
}

/**
 * Runs something, and makes of its errors what the callers of {@link ContainerManager} are promised.
 *
 * @param deed - so that it reads well before a colon: `Could not deploy my-agent`.
 * @throws ContainerAppError; a ValidationError and an abort go through as they are.
 */
export async function asContainerAppError<T>(deed: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isAzlinError(error) || error.name === "ValidationError") throw error;
    throw new ContainerAppError(`${deed}: ${error.message}`, error);
  }
}

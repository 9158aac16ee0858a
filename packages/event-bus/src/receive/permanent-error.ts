import { isAzlinError, ValidationError, type AzlinErrorOptions } from "@azlin/core";

/** Thrown by a handler for an event that it can never do: the event is dead-lettered at once. */
export class PermanentEventError extends ValidationError {
  override readonly name: string = "PermanentEventError";

  /** @param message - why; it becomes the description of the dead letter. */
  constructor(message: string, options: AzlinErrorOptions = {}) {
    super("EVENT_REFUSED", message, options);
  }
}

/** Whether trying again is of no use: a {@link PermanentEventError}, or any error of ours that is about what was put in. */
export function isPermanentError(error: unknown): boolean {
  return isAzlinError(error) && ["PermanentEventError", "ValidationError", "UnsupportedError"].includes(error.name);
}

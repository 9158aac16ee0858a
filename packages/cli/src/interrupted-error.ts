import { AzlinError, DeadlineError, type AzlinErrorOptions } from "@azlin/core";

/** Why a command ended when the user pressed Ctrl-C. */
export class InterruptedError extends AzlinError {
  override readonly name: string = "InterruptedError";

  constructor(options: AzlinErrorOptions = {}) {
    super("INTERRUPTED", "Cancelled by user.", options);
  }
}

/** The reason why a signal aborted, with what a command has to say about it: what it left behind. */
export function withRemains(reason: unknown, remains: AzlinErrorOptions): AzlinError {
  if (!(reason instanceof DeadlineError)) return new InterruptedError({ ...remains, cause: reason });
  const { code, message, operation, afterMs } = reason;
  return new DeadlineError(code, message, { ...remains, operation, afterMs, cause: reason });
}

/** What can be ended. */
export interface AbortOptions {
  /** Ends the operation; it rejects with the signal's reason. What Azure has begun goes on. */
  readonly signal?: AbortSignal | undefined;
}

/** What every asynchronous operation takes as part of its last parameter. */
export interface OperationOptions extends AbortOptions {
  /** Milliseconds until the operation rejects with a {@link DeadlineError}. Default: none. */
  readonly timeoutMs?: number | undefined;
}

/** The signal of an operation in the options of an official Azure client. */
export function callOptions({ signal }: AbortOptions): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}

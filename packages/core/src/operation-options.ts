/** What every asynchronous operation takes as part of its last parameter. */
export interface OperationOptions {
  /** Ends the operation; it rejects with the signal's reason. What Azure has begun goes on. */
  readonly signal?: AbortSignal;
  /** Milliseconds until the operation rejects with a {@link DeadlineError}. Default: none. */
  readonly timeoutMs?: number;
}

/** What a store says to who wants to do something once. */
export type ClaimAnswer = "claimed" | "done" | "busy";

/** Remembers which events are done, so that one that comes again is not done again. */
export interface IdempotencyStore {
  /**
   * Asks for an event.
   *
   * @param leaseMs - after so many milliseconds somebody else may have it, as its owner will be dead.
   * @returns `claimed` when it is ours to do, `done` when it was done, `busy` when somebody else is at it.
   */
  claim(key: string, leaseMs: number): Promise<ClaimAnswer>;
  /** Says that it is done. */
  complete(key: string): Promise<void>;
  /** Says that it was not done, and may be claimed again. */
  release(key: string): Promise<void>;
}

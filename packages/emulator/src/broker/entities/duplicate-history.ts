/** Ids of the messages that were taken lately. */
export class DuplicateHistory {
  readonly #seen = new Map<string, number>();

  /** Whether a message of this id was taken within the window; if not, it now is. */
  isDuplicate(messageId: string, nowMs: number, windowMs: number): boolean {
    this.#forget(nowMs - windowMs);
    if (this.#seen.has(messageId)) return true;
    this.#seen.set(messageId, nowMs);
    return false;
  }

  /** Ids are in the order of their time. */
  #forget(untilMs: number): void {
    for (const [messageId, atMs] of this.#seen) {
      if (atMs > untilMs) return;
      this.#seen.delete(messageId);
    }
  }
}

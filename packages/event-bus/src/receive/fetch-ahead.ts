/** Time in hand from which a message was not quick. Milliseconds. */
const SLOW_MS = 100;

/**
 * Decides whether the client may fetch a message for one that is done. While handlers are quick it holds some more than are
 * handled, so that no handler waits for the way to Service Bus; while they are slow it does not, as others may have time for
 * them.
 */
export class FetchAhead {
  readonly #most: number;
  /** Each lets the client fetch one more. */
  readonly #withheld: (() => void)[] = [];

  /** @param most - messages to hold besides those that are handled. */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Tells of a message that is done.
   *
   * @param tookMs - since it came.
   * @returns `undefined` when another one may be fetched; else a promise that resolves when one may be.
   */
  done(tookMs: number): Promise<void> | undefined {
    const isSlow = tookMs >= SLOW_MS;
    if (!isSlow) this.#withheld.pop()?.();
    if (!isSlow || this.#withheld.length >= this.#most) return undefined;
    return new Promise((resolve) => this.#withheld.push(resolve));
  }
}

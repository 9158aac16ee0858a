import { DeadlineError, type Clock } from "@azlin/core";

interface Limit {
  readonly endsMs: number;
  readonly end: (reason: unknown) => void;
}

/** Longest that the timer sleeps at once. Milliseconds. */
const LONGEST_SLEEP_MS = 1_000;

/**
 * One time limit for many pieces of work, with one timer for all of them: a timer and a signal for each would cost more than
 * a small event does.
 */
export class Deadlines {
  readonly #operation: string;
  readonly #timeoutMs: number;
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  /** In the order in which they end, as all take equally long. */
  readonly #limits = new Set<Limit>();
  #isWatching = false;
  #over: { readonly reason: unknown } | undefined;

  /** @param operation - what is limited, for the message: `handling an event`. */
  constructor(operation: string, { timeoutMs, clock }: { readonly timeoutMs: number; readonly clock: Clock }) {
    this.#operation = operation;
    this.#timeoutMs = timeoutMs;
    this.#clock = clock;
  }

  /**
   * Waits for some work, as long as it is allowed to take; what it began may go on.
   *
   * @param work - rejects when it fails, and does not throw.
   * @param onOver - told why it is not waited for any more.
   * @throws what the work throws; DeadlineError (`TIMED_OUT`); the reason of {@link Deadlines.endAll}.
   */
  within<T>(work: () => Promise<T>, onOver?: (reason: unknown) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const limit: Limit = {
        endsMs: this.#clock.now() + this.#timeoutMs,
        end: (reason) => {
          this.#limits.delete(limit);
          onOver?.(reason);
          reject(reason);
        },
      };
      if (this.#over !== undefined) return limit.end(this.#over.reason);
      this.#limits.add(limit);
      if (!this.#isWatching) void this.#watch();
      work()
        .finally(() => this.#limits.delete(limit))
        .then(resolve, reject);
    });
  }

  /** Ends all that is under way, and all that is begun later. */
  endAll(reason: unknown): void {
    this.#over = { reason };
    for (const limit of this.#limits) limit.end(reason);
  }

  /** Stops the timer: nothing keeps the process any more, and nothing is over by time. */
  close(): void {
    this.#closing.abort();
  }

  async #watch(): Promise<void> {
    this.#isWatching = true;
    const { signal } = this.#closing;
    for (let first = this.#first(); first !== undefined && !signal.aborted; first = this.#first()) {
      const leftMs = first.endsMs - this.#clock.now();
      if (leftMs <= 0) first.end(this.#timedOut());
      else await this.#clock.delay(Math.min(leftMs, LONGEST_SLEEP_MS), { signal }).catch(() => {});
    }
    this.#isWatching = false;
  }

  #first(): Limit | undefined {
    return this.#limits.values().next().value;
  }

  #timedOut(): DeadlineError {
    const operation = this.#operation;
    return new DeadlineError("TIMED_OUT", `Gave up ${operation} after ${this.#timeoutMs} ms.`, {
      operation,
      afterMs: this.#timeoutMs,
      hint: "Allow more time; what was begun may still happen.",
    });
  }
}

import { DeadlineError, type Clock } from "@azlin/core";

/** A time limit of one piece of work. */
export interface TimeLimit {
  /** Milliseconds since the epoch. */
  readonly endsMs: number;
  readonly onOver: (reason: unknown) => void;
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
  readonly #limits = new Set<TimeLimit>();
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
      const limit = this.begin((reason) => {
        onOver?.(reason);
        reject(reason);
      });
      if (limit === undefined) return;
      // `finally` would take three more promises for each piece of work.
      work().then(this.#before(resolve, limit), this.#before(reject, limit));
    });
  }

  /**
   * Limits what somebody else sees to, until {@link Deadlines.end}.
   *
   * @param onOver - told that it has lasted too long, or of {@link Deadlines.endAll}.
   * @returns `undefined` when all is over: `onOver` has been told.
   */
  begin(onOver: (reason: unknown) => void): TimeLimit | undefined {
    if (this.#over !== undefined) {
      onOver(this.#over.reason);
      return undefined;
    }
    const limit = { endsMs: this.#clock.now() + this.#timeoutMs, onOver };
    this.#limits.add(limit);
    if (!this.#isWatching) void this.#watch();
    return limit;
  }

  /** Limits something no more: it has ended. */
  end(limit: TimeLimit): void {
    this.#limits.delete(limit);
  }

  /** Ends all that is under way, and all that is begun later. */
  endAll(reason: unknown): void {
    this.#over = { reason };
    for (const limit of this.#limits) this.#cut(limit, reason);
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
      if (leftMs <= 0) this.#cut(first, this.#timedOut());
      else await this.#clock.delay(Math.min(leftMs, LONGEST_SLEEP_MS), { signal }).catch(() => {});
    }
    this.#isWatching = false;
  }

  /** What tells an outcome, when its time is no longer limited. */
  #before<T>(tell: (outcome: T) => void, limit: TimeLimit): (outcome: T) => void {
    return (outcome) => {
      this.end(limit);
      tell(outcome);
    };
  }

  #cut(limit: TimeLimit, reason: unknown): void {
    this.end(limit);
    limit.onOver(reason);
  }

  #first(): TimeLimit | undefined {
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

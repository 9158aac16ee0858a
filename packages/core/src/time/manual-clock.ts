import type { Clock } from "./clock.ts";

interface Timer {
  readonly dueMs: number;
  readonly fire: () => void;
}

/**
 * A clock that stands still until {@link ManualClock.advance} moves it: an hour of waiting takes no time in a test.
 */
export class ManualClock implements Clock {
  #nowMs: number;
  #timers: Timer[] = [];
  #advancing: Promise<void> = Promise.resolve();

  /** @param startMs - what {@link ManualClock.now} says first, in milliseconds since the epoch. Default: 2026-01-01 UTC. */
  constructor(startMs: number = Date.UTC(2026, 0, 1)) {
    this.#nowMs = startMs;
  }

  /** Delays that have neither ended nor been aborted. */
  get pending(): number {
    return this.#timers.length;
  }

  now(): number {
    return this.#nowMs;
  }

  delay(ms: number, { signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const onAbort = (): void => {
        this.#timers = this.#timers.filter((other) => other !== timer);
        reject(signal?.reason);
      };
      const timer: Timer = {
        dueMs: this.#nowMs + Math.max(0, ms),
        fire: () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        },
      };
      this.#timers.push(timer);
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  /**
   * Moves time forward and ends every delay that falls due, in order, also those begun on the way. Between two
   * delays everything that waits for a promise gets to run. Calls made at the same time queue up.
   *
   * @param ms - how far; 0 ends only what is due now.
   */
  advance(ms: number): Promise<void> {
    this.#advancing = this.#advancing.then(() => this.#run(ms));
    return this.#advancing;
  }

  async #run(ms: number): Promise<void> {
    await settle();
    const untilMs = this.#nowMs + ms;
    for (let timer = this.#takeDue(untilMs); timer !== undefined; timer = this.#takeDue(untilMs)) {
      this.#nowMs = Math.max(this.#nowMs, timer.dueMs);
      timer.fire();
      await settle();
    }
    this.#nowMs = untilMs;
    await settle();
  }

  #takeDue(untilMs: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) if (next === undefined || timer.dueMs < next.dueMs) next = timer;
    if (next === undefined || next.dueMs > untilMs) return undefined;
    this.#timers = this.#timers.filter((timer) => timer !== next);
    return next;
  }
}

/** Lets promise reactions run until none is left. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

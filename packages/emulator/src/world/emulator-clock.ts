import { systemClock, ValidationError, type Clock } from "@azlin/core";

/** How the emulator's time passes. `virtual` stands still until advanced, or runs at `rate` times real time. */
export type ClockMode = "real" | "virtual";

/** A change of the emulator's clock. */
export interface ClockChange {
  readonly mode?: ClockMode;
  /** Milliseconds to move a virtual clock forward. */
  readonly advanceMs?: number;
  /** Virtual milliseconds for each real one; 0 stands still. Default 0. */
  readonly rate?: number;
}

interface Waiter {
  readonly at: number;
  readonly wake: () => void;
}

/** The one clock of a local Azure: operations, propagation, locks, token and cache lifetimes all live on it. */
export class EmulatorClock implements Clock {
  #mode: ClockMode;
  #rate = 0;
  /** Emulator time at {@link #since}. */
  #base: number;
  #since: number;
  #waiters: Waiter[] = [];
  readonly #source: Clock;
  /** Told of every change, for what began to wait by the system's time and has to look again. */
  readonly followers: Set<() => void> = new Set();

  constructor(mode: ClockMode = "real", source: Clock = systemClock) {
    this.#mode = mode;
    this.#source = source;
    this.#base = source.now();
    this.#since = this.#base;
  }

  get mode(): ClockMode {
    return this.#mode;
  }

  /** Milliseconds since the epoch, in the emulator's time. */
  now(): number {
    return Math.floor(this.#base + (this.#source.now() - this.#since) * this.#speed());
  }

  /** The time as Azure writes it, with seven digits of seconds. */
  timestamp(atMs: number = this.now()): string {
    return new Date(atMs).toISOString().replace("Z", "0000+00:00");
  }

  /**
   * Changes the mode, the rate or the time.
   *
   * @throws ValidationError when a real clock is to be advanced, or time is to go back.
   */
  change(change: ClockChange): void {
    const { mode = this.#mode, advanceMs = 0, rate = mode === "virtual" ? this.#rate : 0 } = change;
    checkChange({ mode, advanceMs, rate });
    const now = this.now();
    this.#base = (mode === "real" && this.#mode === "virtual" ? Math.max(now, this.#source.now()) : now) + advanceMs;
    this.#since = this.#source.now();
    this.#mode = mode;
    this.#rate = rate;
    this.#wakeDue();
    for (const follow of this.followers) follow();
  }

  /** Moves a virtual clock forward by `ms` milliseconds. */
  advance(ms: number): void {
    this.change({ mode: "virtual", advanceMs: ms });
  }

  /** Puts the clock to an absolute time, for restored states. */
  restore(atMs: number, mode: ClockMode): void {
    this.#mode = mode;
    this.#base = atMs;
    this.#since = this.#source.now();
    this.#wakeDue();
  }

  delay(ms: number, options: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    const speed = this.#speed();
    if (speed > 0) return this.#source.delay(ms / speed, options);
    return new Promise((resolve, reject) => {
      options.signal?.throwIfAborted();
      const waiter: Waiter = { at: this.now() + ms, wake: resolve };
      this.#waiters.push(waiter);
      options.signal?.addEventListener("abort", () => {
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        reject(options.signal?.reason);
      });
    });
  }

  #speed(): number {
    return this.#mode === "real" ? 1 : this.#rate;
  }

  #wakeDue(): void {
    const now = this.now();
    const due = this.#waiters.filter((waiter) => waiter.at <= now);
    this.#waiters = this.#waiters.filter((waiter) => waiter.at > now);
    for (const waiter of due.toSorted((left, right) => left.at - right.at)) waiter.wake();
  }
}

function checkChange({ mode, advanceMs, rate }: Required<ClockChange>): void {
  if (advanceMs < 0 || rate < 0) {
    throw new ValidationError("INVALID_CLOCK_CHANGE", "The emulator's time cannot go back.");
  }
  if (mode === "real" && advanceMs > 0) {
    throw new ValidationError("INVALID_CLOCK_CHANGE", "A real clock cannot be advanced.", {
      hint: 'Use { "mode": "virtual" } to move time by hand.',
    });
  }
}

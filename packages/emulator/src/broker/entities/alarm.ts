import type { Clock } from "@azlin/core";

/** Wakes its owner at one time: the earliest that was asked for. */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #atMs = Infinity;
  #waiting: AbortController | undefined;

  /** @param ring - called when the time has come; sets the alarm anew when there is more to wait for. */
  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** When it rings; Infinity when it does not. Milliseconds since the epoch. */
  get atMs(): number {
    return this.#atMs;
  }

  /** Rings at `atMs` at the latest; an earlier time that was asked for before stays. */
  set(atMs: number): void {
    if (atMs >= this.#atMs) return;
    this.cancel();
    this.#atMs = atMs;
    const waiting = new AbortController();
    this.#waiting = waiting;
    this.#clock.delay(Math.max(0, atMs - this.#clock.now()), { signal: waiting.signal }).then(
      () => this.#due(waiting),
      () => {},
    );
  }

  cancel(): void {
    this.#atMs = Infinity;
    this.#waiting?.abort();
    this.#waiting = undefined;
  }

  #due(waiting: AbortController): void {
    if (this.#waiting !== waiting) return;
    this.#waiting = undefined;
    this.#atMs = Infinity;
    this.#ring();
  }
}

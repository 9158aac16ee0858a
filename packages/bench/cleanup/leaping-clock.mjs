import { setImmediate as turn } from "node:timers/promises";

/** Turns of the event loop without a request after which everybody waits for time to pass. */
const QUIET_TURNS = 12;
/** Waits end on multiples of this: whoever waits for about as long is woken together. Milliseconds. */
const GRAIN_MS = 50;

/**
 * The time of a local Azure, which leaps to the end of the next wait whenever nothing is under way: what this machine takes
 * to compute does not count.
 */
export class LeapingClock {
  #emulator;
  #isBusy;
  /** Those who wait, by the time at which they are woken. */
  #waiters = new Map();
  #isLeaping = false;

  /** @param isBusy - whether something is under way that takes real time. */
  constructor(emulator, isBusy) {
    this.#emulator = emulator;
    this.#isBusy = isBusy;
  }

  now() {
    return this.#emulator.clock.now();
  }

  delay(ms, { signal } = {}) {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const dueMs = Math.ceil((this.now() + Math.max(0, ms)) / GRAIN_MS) * GRAIN_MS;
      const together = this.#waiters.get(dueMs) ?? new Set();
      this.#waiters.set(dueMs, together);
      const onAbort = () => {
        together.delete(wake);
        if (together.size === 0 && this.#waiters.get(dueMs) === together) this.#waiters.delete(dueMs);
        reject(signal.reason);
      };
      const wake = () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      };
      together.add(wake);
      signal?.addEventListener("abort", onAbort, { once: true });
      if (!this.#isLeaping) void this.#leap();
    });
  }

  async #leap() {
    this.#isLeaping = true;
    while (this.#waiters.size > 0) {
      await this.#quiet();
      const dueMs = [...this.#waiters.keys()].reduce((first, next) => Math.min(first, next), Infinity);
      const woken = this.#waiters.get(dueMs) ?? [];
      this.#waiters.delete(dueMs);
      if (dueMs < Infinity) this.#emulator.clock.advance(Math.max(0, dueMs - this.now()));
      for (const wake of woken) wake();
    }
    this.#isLeaping = false;
  }

  async #quiet() {
    for (let turns = 0; turns < QUIET_TURNS; turns++) {
      await turn();
      if (this.#isBusy()) turns = 0;
    }
  }
}

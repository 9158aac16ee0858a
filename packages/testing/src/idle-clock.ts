import type { AzureTransport, Clock } from "@azlin/core";
import type { Emulator } from "@azlin/emulator";

interface Waiter {
  readonly dueMs: number;
  readonly wake: () => void;
}

/** Turns of the event loop without a request after which everybody waits for time to pass. */
const QUIET_TURNS = 12;

/**
 * The clock of a local Azure, moved on to the next wait whenever no request is under way: an hour of waiting takes no time,
 * and a slow machine changes nothing. Requests have to go through {@link IdleClock.watch}, and clients that are loaded on
 * demand have to be imported beforehand: loading takes real time, in which everybody would be taken to wait for this clock.
 */
export class IdleClock implements Clock {
  readonly #emulator: Emulator;
  #waiters: Waiter[] = [];
  #underWay = 0;
  #isMoving = false;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  now(): number {
    return this.#emulator.clock.now();
  }

  delay(ms: number, { signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const onAbort = (): void => {
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        dueMs: this.now() + Math.max(0, ms),
        wake: () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        },
      };
      this.#waiters.push(waiter);
      signal?.addEventListener("abort", onAbort, { once: true });
      if (!this.#isMoving) void this.#move();
    });
  }

  /** A transport whose requests and sign-ins hold this clock while they are under way. */
  watch(transport: AzureTransport): AzureTransport {
    const { credential, httpClient } = transport;
    return {
      ...transport,
      credential: { getToken: (...asked) => this.#hold(() => credential.getToken(...asked)) },
      ...(httpClient !== undefined && {
        httpClient: { sendRequest: (request) => this.#hold(() => httpClient.sendRequest(request)) },
      }),
    };
  }

  async #hold<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
    }
  }

  async #move(): Promise<void> {
    this.#isMoving = true;
    while (this.#waiters.length > 0) {
      await this.#quiet();
      const next = this.#waiters.toSorted((left, right) => left.dueMs - right.dueMs)[0];
      if (next === undefined) continue;
      this.#waiters = this.#waiters.filter((waiter) => waiter !== next);
      this.#emulator.clock.advance(Math.max(0, next.dueMs - this.now()));
      next.wake();
    }
    this.#isMoving = false;
  }

  async #quiet(): Promise<void> {
    for (let turns = 0; turns < QUIET_TURNS; turns += 1) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      if (this.#underWay > 0) turns = 0;
    }
  }
}

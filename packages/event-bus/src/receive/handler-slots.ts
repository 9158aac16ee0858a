import type { Clock } from "@azlin/core";
import { Deadlines } from "./deadlines.ts";

/** Longest that an event that was fetched ahead waits for a handler. Milliseconds. */
const MOST_WAIT_MS = 1_000;

/** Lets so many handlers run at once. Events beyond that wait for their turn, but not for long: others may have time for them. */
export class HandlerSlots {
  readonly #waits: Deadlines;
  readonly #queue = new Set<() => void>();
  #free: number;

  constructor({ concurrency, clock }: { readonly concurrency: number; readonly clock: Clock }) {
    this.#free = concurrency;
    this.#waits = new Deadlines("waiting for a handler", { timeoutMs: MOST_WAIT_MS, clock });
  }

  /**
   * Takes a slot: at once when the answer is `undefined`, else when it resolves. It rejects when there is none for too long,
   * or none any more.
   */
  enter(): Promise<void> | undefined {
    if (this.#free > 0) {
      this.#free -= 1;
      return undefined;
    }
    let turn!: () => void;
    const wait = (): Promise<void> =>
      new Promise((resolve) => {
        turn = resolve;
        this.#queue.add(resolve);
      });
    return this.#waits.within(wait, () => this.#queue.delete(turn));
  }

  /** Gives a slot to the next in turn. */
  leave(): void {
    const [next] = this.#queue;
    if (next === undefined) this.#free += 1;
    else this.#queue.delete(next);
    next?.();
  }

  /** Sends away those that wait, and those that come. */
  close(): void {
    this.#waits.endAll(new DOMException("The processor is stopped.", "AbortError"));
    this.#waits.close();
  }
}

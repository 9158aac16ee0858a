import type { Clock } from "@azlin/core";
import { Deadlines } from "./deadlines.ts";

/** Longest that an event that was fetched ahead waits for a handler. Milliseconds. */
const MOST_WAIT_MS = 1_000;

/**
 * Handlers that begin in one turn of the event loop. What they are done with is told to Service Bus at the end of the turn:
 * it sends the next events while those that came together with these are still being handled. If all began at once, each
 * side would wait for the other.
 */
const MOST_IN_TURN = 8;

/** Lets so many handlers run at once. Events beyond that wait for their turn, but not for long: others may have time for them. */
export class HandlerSlots {
  readonly #waits: Deadlines;
  readonly #queue = new Set<() => void>();
  #free: number;
  #begunInTurn = 0;

  constructor({ concurrency, clock }: { readonly concurrency: number; readonly clock: Clock }) {
    this.#free = concurrency;
    this.#waits = new Deadlines("waiting for a handler", { timeoutMs: MOST_WAIT_MS, clock });
  }

  /**
   * Takes a slot: at once when the answer is `undefined`, else when it resolves.
   *
   * @returns resolves to false when there is none for too long, or none any more.
   */
  enter(): Promise<boolean> | undefined {
    if (this.#take()) return undefined;
    return new Promise((resolve) => {
      const begin = (): void => {
        this.#waits.end(limit!);
        resolve(true);
      };
      const limit = this.#waits.begin(() => {
        this.#queue.delete(begin);
        resolve(false);
      });
      if (limit !== undefined) this.#queue.add(begin);
    });
  }

  /** Gives a slot to the next in turn. */
  leave(): void {
    this.#free += 1;
    this.#letIn();
  }

  /** Sends away those that wait, and those that come. */
  close(): void {
    this.#waits.endAll(new DOMException("The processor is stopped.", "AbortError"));
    this.#waits.close();
  }

  #letIn(): void {
    for (const begin of this.#queue) {
      if (!this.#take()) return;
      this.#queue.delete(begin);
      begin();
    }
  }

  #take(): boolean {
    if (this.#free === 0 || this.#begunInTurn === MOST_IN_TURN) return false;
    if (this.#begunInTurn === 0) setImmediate(() => this.#endTurn());
    this.#free -= 1;
    this.#begunInTurn += 1;
    return true;
  }

  #endTurn(): void {
    this.#begunInTurn = 0;
    this.#letIn();
  }
}

/** Numbers of the messages of one queue: each is given once, and rises. */
export class Numbering {
  #last = 0;

  /** The number that was given last. */
  get last(): number {
    return this.#last;
  }

  take(): number {
    this.#last += 1;
    return this.#last;
  }

  /** Has the next number come after this one. */
  startAfter(sequence: number): void {
    this.#last = Math.max(this.#last, sequence);
  }
}

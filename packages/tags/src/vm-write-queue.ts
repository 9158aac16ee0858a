/** Runs writes to one VM one after the other; writes to different VMs do not wait for each other. */
export class VmWriteQueue {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Runs `write` once all writes of the same key that came before have ended. */
  run<T>(key: string, write: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const result = before.then(write, write);
    this.#tails.set(key, result);
    const forget = (): void => {
      if (this.#tails.get(key) === result) this.#tails.delete(key);
    };
    result.then(forget, forget);
    return result;
  }
}

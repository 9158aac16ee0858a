import type { Clock } from "@azlin/core";

/** Options of {@link StateSaver}. */
export interface StateSaverOptions {
  readonly clock: Clock;
  /** Writes the state as it is now. */
  readonly save: () => Promise<void>;
  /** Told when a save in the background failed; the next change tries again. */
  readonly onError: (error: unknown) => void;
  /** Milliseconds of quiet after a change before it is saved. Default 500. */
  readonly quietMs?: number;
}

/** Saves a state some time after it has changed, and never twice at the same time. */
export class StateSaver {
  readonly #options: StateSaverOptions;
  #isDirty = false;
  #waiting: AbortController | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(options: StateSaverOptions) {
    this.#options = options;
  }

  /** The state has changed. */
  touch(): void {
    this.#isDirty = true;
    if (this.#waiting !== undefined) return;
    const waiting = new AbortController();
    this.#waiting = waiting;
    void this.#saveAfterQuiet(waiting.signal);
  }

  /** Saves now what has changed, after a save that is under way. */
  flush(): Promise<void> {
    this.#waiting?.abort();
    this.#waiting = undefined;
    this.#saving = this.#saving.then(
      () => this.#saveChanges(),
      () => this.#saveChanges(),
    );
    return this.#saving;
  }

  async #saveAfterQuiet(signal: AbortSignal): Promise<void> {
    const { clock, quietMs = 500, onError } = this.#options;
    await clock.delay(quietMs, { signal }).catch(() => {});
    if (!signal.aborted) await this.flush().catch(onError);
  }

  async #saveChanges(): Promise<void> {
    if (!this.#isDirty) return;
    this.#isDirty = false;
    try {
      await this.#options.save();
    } catch (error) {
      this.#isDirty = true;
      throw error;
    }
  }
}

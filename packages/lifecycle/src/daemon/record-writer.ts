import type { Clock, Logger } from "@azlin/core";
import type { HealthRecords } from "../journal/health-records.ts";

/** Milliseconds between two writes. */
const FLUSH_MS = 1_000;

/** Writes what was seen every second; a disk that does not take it is told of once, and asked again. */
export class RecordWriter {
  readonly #records: HealthRecords;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #problem: string | null = null;

  constructor(records: HealthRecords, clock: Clock, logger: Logger) {
    this.#records = records;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Why nothing can be written now, as a sentence; `null` when it can. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Writes until the signal aborts, and once more then. */
  async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#clock.delay(FLUSH_MS, { signal }).catch(() => {});
      this.write();
    }
  }

  /** Writes what is waiting. Never throws. */
  write(): void {
    try {
      this.#records.flush();
      this.#problem = null;
    } catch (error) {
      if (this.#problem === null) this.#logger.error("the health history cannot be written", { error });
      this.#problem = `The health history cannot be written, and nothing is healed: ${String(error)}`;
    }
  }
}

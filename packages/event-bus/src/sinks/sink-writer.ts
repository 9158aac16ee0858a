import { systemClock, systemRandom, type Clock, type Random } from "@azlin/core";
import type { EventSink, SinkFailure, SinkRecord } from "./event-sink.ts";

/** How a sink is written to. */
export interface SinkWriterOptions {
  /** Most records of one write. Default 500. */
  readonly maxRecords?: number;
  /** Writes of one record, the first included. Default 4. */
  readonly maxAttempts?: number;
  /** Milliseconds before the second attempt; doubles each time. Default 500. */
  readonly retryDelayMs?: number;
  readonly clock?: Clock;
  readonly random?: Random;
}

interface Waiting {
  readonly record: SinkRecord;
  readonly attempt: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Writes records into one sink: those that come while a write is under way go together, those that fail go again. */
export class SinkWriter {
  readonly #sink: EventSink;
  readonly #options: Required<SinkWriterOptions>;
  #waiting: Waiting[] = [];
  #isWriting = false;

  constructor(sink: EventSink, options: SinkWriterOptions = {}) {
    this.#sink = sink;
    this.#options = {
      maxRecords: 500,
      maxAttempts: 4,
      retryDelayMs: 500,
      clock: systemClock,
      random: systemRandom,
      ...options,
    };
  }

  /**
   * Resolves when the sink has the record.
   *
   * @throws what the sink says of it in the last attempt.
   */
  write(record: SinkRecord): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record, attempt: 1, resolve, reject });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#options.maxRecords);
      const failures = await this.#writeOnce(batch.map(({ record }) => record));
      const errors = new Map(failures.map(({ record, error }) => [record, error]));
      for (const waiting of batch) {
        if (!errors.has(waiting.record)) waiting.resolve();
        else this.#afterFailure(waiting, errors.get(waiting.record));
      }
    }
    this.#isWriting = false;
  }

  async #writeOnce(records: readonly SinkRecord[]): Promise<readonly SinkFailure[]> {
    try {
      return await this.#sink.write(records);
    } catch (error) {
      return records.map((record) => ({ record, error }));
    }
  }

  #afterFailure(waiting: Waiting, error: unknown): void {
    const { maxAttempts, retryDelayMs, random } = this.#options;
    if (waiting.attempt >= maxAttempts) {
      waiting.reject(error);
      return;
    }
    const afterMs = retryDelayMs * 2 ** (waiting.attempt - 1) * (0.5 + random.next() / 2);
    void this.#writeLater(waiting, afterMs);
  }

  async #writeLater(waiting: Waiting, afterMs: number): Promise<void> {
    await this.#options.clock.delay(afterMs);
    this.#waiting.push({ ...waiting, attempt: waiting.attempt + 1 });
    if (!this.#isWriting) await this.#writeAll();
  }
}

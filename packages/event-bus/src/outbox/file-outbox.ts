import { ensurePrivateDirectory, withFileLock, type Clock } from "@azlin/core";
import { join } from "node:path";
import type { EventMessage } from "../envelope/event-message.ts";
import { outboxDiskError, outboxFull } from "./outbox-errors.ts";
import { OutboxFiles } from "./outbox-files.ts";
import type { OutboxRecord } from "./outbox-record.ts";
import type { Outbox, OutboxEntry } from "./outbox.ts";
import { messageBytes } from "./outbox-bytes.ts";

/** Options of {@link FileOutbox.open}. */
export interface FileOutboxOptions {
  /** Most messages that may wait. Default 100,000. */
  readonly maxEvents?: number;
  /** Most bytes of messages that may wait. Default 256 MiB. */
  readonly maxBytes?: number;
  /** Size from which the next file is begun. Default 4 MiB. */
  readonly segmentBytes?: number;
  /** Milliseconds to wait while another process has the outbox. Default 30,000. */
  readonly waitMs?: number;
  /** Milliseconds without a sign of life after which its owner counts as dead. Default 5,000. */
  readonly staleMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

const MIB = 2 ** 20;

/**
 * An outbox in a directory of its own, private to its owner. A message is on the disk before {@link FileOutbox.add} resolves.
 * One process has it at a time.
 */
export class FileOutbox implements Outbox {
  readonly earlier: readonly OutboxEntry[];
  readonly #directory: string;
  readonly #files: OutboxFiles;
  readonly #limits: { readonly maxEvents: number; readonly maxBytes: number };
  readonly #release: () => Promise<void>;
  readonly #sizes = new Map<number, number>();
  #bytes = 0;
  #lastNumber = 0;

  private constructor(
    { directory, files, release }: OpenOutbox,
    earlier: readonly OutboxEntry[],
    { maxEvents = 100_000, maxBytes = 256 * MIB }: FileOutboxOptions,
  ) {
    this.#directory = directory;
    this.#files = files;
    this.#release = release;
    this.#limits = { maxEvents, maxBytes };
    this.earlier = earlier;
    for (const { number, message } of earlier) this.#count(number, messageBytes(message));
  }

  /**
   * Opens the outbox in a directory, which is made when it is not there.
   *
   * @throws PrerequisiteError (`JOURNAL_BROKEN`) when it holds something else; ConflictError (`FILE_LOCKED`) when another
   * process has it. A last record that a kill cut short is taken off: whoever published it was not told that it is safe.
   */
  static async open(directory: string, options: FileOutboxOptions = {}): Promise<FileOutbox> {
    await ensurePrivateDirectory(directory);
    const release = await holdLock(directory, options);
    try {
      const files = new OutboxFiles(directory, options.segmentBytes ?? 4 * MIB);
      const records = await files.open();
      const outbox = new FileOutbox({ directory, files, release }, waitingOf(records), options);
      for (const record of records) outbox.#noteNumbers(record);
      return outbox;
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** Messages that wait. */
  get size(): number {
    return this.#sizes.size;
  }

  async add(messages: readonly EventMessage[]): Promise<readonly OutboxEntry[]> {
    const entries = messages.map((message, index) => ({ number: this.#lastNumber + 1 + index, message }));
    const sizes = messages.map(messageBytes);
    this.#assertRoom(sizes);
    this.#lastNumber += messages.length;
    entries.forEach(({ number }, index) => this.#count(number, sizes[index]!));
    try {
      await this.#files.put(entries);
    } catch (error) {
      for (const { number } of entries) this.#forget(number);
      throw outboxDiskError(error, this.#directory);
    }
    return entries;
  }

  async remove(entries: readonly OutboxEntry[]): Promise<void> {
    for (const { number } of entries) this.#forget(number);
    await this.#files.sent(entries.map(({ number }) => number));
  }

  async close(): Promise<void> {
    await this.#files.close();
    await this.#release();
  }

  #assertRoom(sizes: readonly number[]): void {
    const { maxEvents, maxBytes } = this.#limits;
    if (this.#sizes.size + sizes.length > maxEvents) throw outboxFull(this.#directory, `${this.#sizes.size} events`);
    const more = sizes.reduce((sum, size) => sum + size, 0);
    if (this.#bytes + more > maxBytes) throw outboxFull(this.#directory, `${this.#bytes} bytes`);
  }

  #count(number: number, bytes: number): void {
    this.#sizes.set(number, bytes);
    this.#bytes += bytes;
  }

  #forget(number: number): void {
    this.#bytes -= this.#sizes.get(number) ?? 0;
    this.#sizes.delete(number);
  }

  #noteNumbers(record: OutboxRecord): void {
    const numbers = "put" in record ? record.put.map(({ number }) => number) : record.sent;
    for (const number of numbers) this.#lastNumber = Math.max(this.#lastNumber, number);
  }
}

interface OpenOutbox {
  readonly directory: string;
  readonly files: OutboxFiles;
  readonly release: () => Promise<void>;
}

function waitingOf(records: readonly OutboxRecord[]): readonly OutboxEntry[] {
  const waiting = new Map<number, OutboxEntry>();
  for (const record of records) {
    if ("put" in record) for (const entry of record.put) waiting.set(entry.number, entry);
    else for (const number of record.sent) waiting.delete(number);
  }
  return [...waiting.values()];
}

/** Takes the lock and keeps it until it is released. */
function holdLock(
  directory: string,
  { waitMs, staleMs = 5_000, clock }: FileOutboxOptions,
): Promise<() => Promise<void>> {
  const options = { staleMs, ...(waitMs !== undefined && { waitMs }), ...(clock !== undefined && { clock }) };
  return new Promise((resolve, reject) => {
    const held = withFileLock(join(directory, "outbox"), options, async () => {
      await new Promise<void>((end) => {
        resolve(async () => {
          end();
          await held;
        });
      });
    });
    held.catch(reject);
  });
}

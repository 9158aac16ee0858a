import { rename } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { JOURNAL_MAGIC, openForAppending } from "./journal-file.ts";
import { encodeRecord, type JournalRecord } from "./journal-record.ts";

/** Bytes that a journal may grow by, at least, before it is written anew. */
const COMPACT_AFTER_BYTES = 64 * 1024 * 1024;

/** What is written together, and who waits for it. */
interface Batch {
  readonly chunks: Buffer[];
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Parts of a journal writer that its owner brings. */
export interface JournalWriterParts {
  readonly path: string;
  readonly file: FileHandle;
  readonly endBytes: number;
  /** The whole state in as few records as it takes. */
  readonly snapshot: () => readonly JournalRecord[];
  /** Default 64 MiB. */
  readonly compactAfterBytes?: number | undefined;
}

/** Appends records to a file. Those that come while the disk is busy are written, and synced, together. */
export class JournalWriter {
  readonly #parts: JournalWriterParts;
  readonly #compactAfterBytes: number;
  #file: FileHandle;
  #endBytes: number;
  /** Size that the journal had when it was last written anew, or would have had when it was opened. */
  #compactBytes: number;
  #open: Batch | undefined;
  #writing: Promise<void> | undefined;
  #failure: Error | undefined;

  constructor(parts: JournalWriterParts) {
    this.#parts = parts;
    this.#compactAfterBytes = parts.compactAfterBytes ?? COMPACT_AFTER_BYTES;
    this.#file = parts.file;
    this.#endBytes = Math.max(parts.endBytes, JOURNAL_MAGIC.length);
    this.#compactBytes = this.#endBytes > this.#compactAfterBytes ? this.#snapshotBytes() : this.#endBytes;
  }

  append(record: JournalRecord): void {
    this.#open ??= newBatch();
    this.#open.chunks.push(encodeRecord(record));
    this.#writing ??= this.#writeAll();
  }

  /** When everything appended so far is on disk; `undefined` when it is. Rejects when the disk refuses. */
  committed(): Promise<void> | undefined {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return this.#open?.done ?? this.#writing;
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  async #writeAll(): Promise<void> {
    // Lets what happens in the same turn share the first sync.
    await Promise.resolve();
    for (let batch = this.#open; batch !== undefined; batch = this.#open) {
      this.#open = undefined;
      try {
        await this.#write(batch);
        batch.resolve();
      } catch (error) {
        this.#failure = error instanceof Error ? error : new Error(String(error));
        batch.reject(this.#failure);
      }
    }
    this.#writing = undefined;
  }

  async #write(batch: Batch): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#endBytes - this.#compactBytes > Math.max(this.#compactAfterBytes, this.#compactBytes)) {
      return this.#compact();
    }
    const bytes = Buffer.concat(batch.chunks);
    await this.#file.write(bytes, 0, bytes.length, this.#endBytes);
    await this.#file.datasync();
    this.#endBytes += bytes.length;
  }

  /** What is over counts, also when it was over before this process began: one that is killed often never grows by much. */
  #snapshotBytes(): number {
    const { snapshot } = this.#parts;
    return snapshot().reduce((total, record) => total + encodeRecord(record).length, JOURNAL_MAGIC.length);
  }

  /** Writes the state as it is now to a new file, which then takes the old one's place. The batch is part of it. */
  async #compact(): Promise<void> {
    const later = this.#open;
    this.#open = undefined;
    try {
      await this.#writeAnew();
      later?.resolve();
    } catch (error) {
      later?.reject(error);
      throw error;
    }
  }

  async #writeAnew(): Promise<void> {
    const { path, snapshot } = this.#parts;
    const bytes = Buffer.concat(snapshot().map(encodeRecord));
    const fresh = await openForAppending(`${path}.new`, 0);
    await fresh.write(bytes, 0, bytes.length, JOURNAL_MAGIC.length);
    await fresh.sync();
    await rename(`${path}.new`, path);
    await this.#file.close();
    this.#file = fresh;
    this.#endBytes = JOURNAL_MAGIC.length + bytes.length;
    this.#compactBytes = this.#endBytes;
  }
}

function newBatch(): Batch {
  let resolve: () => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const done = new Promise<void>((onDone, onFailed) => {
    resolve = onDone;
    reject = onFailed;
  });
  // Whoever waits is told; nobody has to.
  done.catch(() => {});
  return { chunks: [], done, resolve, reject };
}

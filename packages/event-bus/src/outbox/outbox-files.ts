import { JournalFile } from "@azlin/core";
import { readdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { OUTBOX_FORMAT, type OutboxRecord } from "./outbox-record.ts";
import type { OutboxEntry } from "./outbox.ts";
import { recordBytes } from "./outbox-bytes.ts";

const SUFFIX = ".outbox";

interface Segment {
  readonly path: string;
  readonly file: JournalFile<OutboxRecord>;
  /** Numbers that were put here and have not gone yet. */
  readonly waiting: Set<number>;
  bytes: number;
}

/** The files of an outbox: appended to the last, removed from the front when all that they hold has gone. */
export class OutboxFiles {
  readonly #directory: string;
  readonly #segmentBytes: number;
  readonly #segments: Segment[] = [];
  #nextIndex = 1;
  #turn: Promise<void> = Promise.resolve();

  constructor(directory: string, segmentBytes: number) {
    this.#directory = directory;
    this.#segmentBytes = segmentBytes;
  }

  /** Opens what is there; answers its records, oldest first. */
  async open(): Promise<readonly OutboxRecord[]> {
    const names = (await readdir(this.#directory)).filter((name) => name.endsWith(SUFFIX)).toSorted();
    for (const name of names) await this.#openSegment(name);
    return this.#segments.flatMap(({ file }) => file.entries);
  }

  /** Resolves when the entries are on the disk. */
  async put(entries: readonly OutboxEntry[]): Promise<void> {
    const segment = await this.#writable(entries);
    try {
      await append(segment, { put: entries });
    } catch (error) {
      for (const { number } of entries) segment.waiting.delete(number);
      throw error;
    }
  }

  /** Notes that entries have gone, and removes files of which nothing waits any more, also when the note cannot be written. */
  async sent(numbers: readonly number[]): Promise<void> {
    for (const { waiting } of this.#segments) for (const number of numbers) waiting.delete(number);
    try {
      const last = this.#segments.at(-1);
      const isAllGone = this.#segments.every(({ waiting }) => waiting.size === 0);
      // Files that are about to go as a whole need no note.
      if (last !== undefined && !(isAllGone && last.bytes >= this.#segmentBytes)) await append(last, { sent: numbers });
    } finally {
      await this.#prune();
    }
  }

  async close(): Promise<void> {
    await this.#inTurn(async () => {
      const isEmpty = this.#segments.every(({ waiting }) => waiting.size === 0);
      for (const { file, path } of this.#segments.splice(0)) {
        await file.close();
        if (isEmpty) await unlink(path);
      }
    });
  }

  #prune(): Promise<void> {
    return this.#inTurn(async () => {
      for (let first = this.#segments[0]; first !== undefined && first.waiting.size === 0; first = this.#segments[0]) {
        // The last file is worth keeping until it has grown.
        if (this.#segments.length === 1 && first.bytes < this.#segmentBytes) return;
        this.#segments.shift();
        await first.file.close();
        await unlink(first.path);
      }
    });
  }

  /** The file to append to; it is not removed while these entries are on their way. */
  async #writable(entries: readonly OutboxEntry[]): Promise<Segment> {
    let segment = this.#segments.at(-1);
    await this.#inTurn(async () => {
      segment = this.#segments.at(-1);
      if (segment === undefined || segment.bytes >= this.#segmentBytes) {
        segment = await this.#openSegment(`${String(this.#nextIndex).padStart(10, "0")}${SUFFIX}`);
      }
      for (const { number } of entries) segment.waiting.add(number);
    });
    return segment!;
  }

  async #openSegment(name: string): Promise<Segment> {
    const path = join(this.#directory, name);
    const file = await JournalFile.open(path, OUTBOX_FORMAT);
    const segment: Segment = { path, file, waiting: new Set(), bytes: 0 };
    this.#segments.push(segment);
    this.#nextIndex = Number.parseInt(name, 10) + 1;
    for (const record of file.entries) {
      segment.bytes += recordBytes(record);
      this.#note(segment, record);
    }
    return segment;
  }

  #note(segment: Segment, record: OutboxRecord): void {
    if ("put" in record) for (const { number } of record.put) segment.waiting.add(number);
    else for (const number of record.sent) for (const { waiting } of this.#segments) waiting.delete(number);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}

async function append(segment: Segment, record: OutboxRecord): Promise<void> {
  const bytes = recordBytes(record);
  segment.bytes += bytes;
  try {
    await segment.file.append(record);
  } catch (error) {
    segment.bytes -= bytes;
    throw error;
  }
}

import { open, type FileHandle } from "node:fs/promises";
import { PrerequisiteError } from "../errors/families.ts";
import { withFileLock, type FileLockOptions } from "./file-lock.ts";

/** A journal as its users see it: what was written before, and a way to write more. */
export interface Journal<Entry> {
  /** What earlier runs have written. */
  readonly entries: readonly Entry[];
  /** Resolves when the entry cannot be lost any more. */
  append(entry: Entry): Promise<void>;
}

/** What a {@link JournalFile} holds. */
export interface JournalFormat<Entry> {
  /** Whose it is, so that it reads well after "is no journal of": `a cleanup`. */
  readonly of: string;
  /** Reads a line's JSON; `undefined` when it is no entry. */
  readonly parse: (value: unknown) => Entry | undefined;
  /** What to do with a file that is none. */
  readonly hint: string;
}

/** An entry that is on its way to the disk. */
interface Pending {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A journal in a file: one JSON line for each entry, only ever appended to. An entry is on the disk before
 * {@link JournalFile.append} resolves; entries that come while one is being written go together.
 */
export class JournalFile<Entry> implements Journal<Entry> {
  readonly entries: readonly Entry[];
  readonly #file: FileHandle;
  #pending: Pending[] = [];
  #isWriting = false;
  /** Bytes that are whole lines. */
  #size: number;

  private constructor(file: FileHandle, entries: readonly Entry[], size: number) {
    this.#file = file;
    this.entries = entries;
    this.#size = size;
  }

  /**
   * Opens a journal, or begins one that only its owner can read. The directory has to be there.
   *
   * @throws PrerequisiteError (`JOURNAL_BROKEN`) for a file that is no journal; it is left as it is. A last line that a
   * kill cut short is taken off: what it was to say was not done yet, or will be seen.
   */
  static async open<Entry>(path: string, format: JournalFormat<Entry>): Promise<JournalFile<Entry>> {
    const file = await open(path, "a+", 0o600);
    try {
      const text = await file.readFile("utf8");
      const end = text.lastIndexOf("\n") + 1;
      const entries = parseLines(text.slice(0, end), path, format);
      const size = Buffer.byteLength(text.slice(0, end));
      if (end < text.length) await file.truncate(size);
      return new JournalFile(file, entries, size);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** @throws what the disk says when it cannot take the entry; the file then is as it was before. */
  append(entry: Entry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ line: `${JSON.stringify(entry)}\n`, resolve, reject });
      if (!this.#isWriting) void this.#write();
    });
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      try {
        await this.#writeLines(batch.map(({ line }) => line).join(""));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#isWriting = false;
  }

  async #writeLines(lines: string): Promise<void> {
    try {
      await this.#file.appendFile(lines);
      await this.#file.sync();
    } catch (error) {
      // What a full disk took of a line would make one unreadable line with what follows once there is room again.
      await this.#file.truncate(this.#size).catch(() => {});
      throw error;
    }
    this.#size += Buffer.byteLength(lines);
  }
}

/**
 * Runs something with the journal in a file, while no other process works with the same one. The directory is made when it
 * is not there.
 *
 * @throws PrerequisiteError (`JOURNAL_BROKEN`); ConflictError (`FILE_LOCKED`) when another process has it.
 */
export function withJournal<Entry, T>(
  file: { readonly path: string; readonly format: JournalFormat<Entry> },
  options: FileLockOptions,
  run: (journal: Journal<Entry>, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withFileLock(file.path, options, async (signal) => {
    const journal = await JournalFile.open(file.path, file.format);
    try {
      return await run(journal, signal);
    } finally {
      await journal.close();
    }
  });
}

/** A journal that is lost with the process. */
export function memoryJournal<Entry>(earlier: readonly Entry[] = []): Journal<Entry> {
  const entries = [...earlier];
  return {
    entries,
    append: (entry) => {
      entries.push(entry);
      return Promise.resolve();
    },
  };
}

function parseLines<Entry>(text: string, path: string, format: JournalFormat<Entry>): Entry[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line, index) => {
      const entry = parseLine(line, format);
      if (entry === undefined) throw broken(path, index + 1, format);
      return entry;
    });
}

function parseLine<Entry>(line: string, { parse }: JournalFormat<Entry>): Entry | undefined {
  try {
    return parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function broken<Entry>(path: string, line: number, { of, hint }: JournalFormat<Entry>): PrerequisiteError {
  return new PrerequisiteError("JOURNAL_BROKEN", `${path} is no journal of ${of}: line ${line} cannot be read.`, {
    hint,
    details: { path, line },
  });
}

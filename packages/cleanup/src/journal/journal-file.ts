import { open, type FileHandle } from "node:fs/promises";
import { PrerequisiteError } from "@azlin/core";
import type { CleanupJournal } from "./cleanup-journal.ts";
import type { JournalEntry } from "./journal-entry.ts";

const TYPES: ReadonlySet<unknown> = new Set(["plan", "sent", "accepted", "ended"]);

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
export class JournalFile implements CleanupJournal {
  readonly entries: readonly JournalEntry[];
  readonly #file: FileHandle;
  #pending: Pending[] = [];
  #isWriting = false;

  private constructor(file: FileHandle, entries: readonly JournalEntry[]) {
    this.#file = file;
    this.entries = entries;
  }

  /**
   * Opens a journal, or begins one that only its owner can read. The directory has to be there.
   *
   * @throws PrerequisiteError (`JOURNAL_BROKEN`) for a file that is no journal; it is left as it is. A last line that a
   * kill cut short is taken off: what it was to say was not done yet, or will be seen.
   */
  static async open(path: string): Promise<JournalFile> {
    const file = await open(path, "a+", 0o600);
    try {
      const text = await file.readFile("utf8");
      const end = text.lastIndexOf("\n") + 1;
      const entries = parse(text.slice(0, end), path);
      if (end < text.length) await file.truncate(Buffer.byteLength(text.slice(0, end)));
      return new JournalFile(file, entries);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  append(entry: JournalEntry): Promise<void> {
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
        await this.#file.appendFile(batch.map(({ line }) => line).join(""));
        await this.#file.sync();
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#isWriting = false;
  }
}

function parse(text: string, path: string): JournalEntry[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line, index) => {
      const entry = parseLine(line);
      if (entry === undefined) throw broken(path, index + 1);
      return entry;
    });
}

function parseLine(line: string): JournalEntry | undefined {
  try {
    const value = JSON.parse(line) as JournalEntry | null;
    const isEntry = TYPES.has(value?.type) && (value?.type === "plan" || typeof value?.target === "string");
    return isEntry ? (value ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

function broken(path: string, line: number): PrerequisiteError {
  return new PrerequisiteError("JOURNAL_BROKEN", `${path} is no journal of a cleanup: line ${line} cannot be read.`, {
    hint: "Make a new plan and give another file: what is gone already will be found to be gone.",
    details: { path, line },
  });
}

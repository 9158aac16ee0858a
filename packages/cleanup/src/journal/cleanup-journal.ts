import type { JournalEntry } from "./journal-entry.ts";

/** Where a cleanup writes down what it does, before and after, so that another run can go on from there. */
export interface CleanupJournal {
  /** What earlier runs have written. */
  readonly entries: readonly JournalEntry[];
  /** Resolves when the entry cannot be lost any more. */
  append(entry: JournalEntry): Promise<void>;
}

/** A journal that is lost with the process. */
export function memoryJournal(): CleanupJournal {
  const entries: JournalEntry[] = [];
  return {
    entries,
    append: (entry) => {
      entries.push(entry);
      return Promise.resolve();
    },
  };
}

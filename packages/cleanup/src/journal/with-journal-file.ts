import { withJournal, type FileLockOptions, type JournalFormat } from "@azlin/core";
import type { CleanupJournal } from "./cleanup-journal.ts";
import type { JournalEntry } from "./journal-entry.ts";

const TYPES: ReadonlySet<unknown> = new Set(["plan", "sent", "accepted", "ended"]);

const FORMAT: JournalFormat<JournalEntry> = {
  of: "a cleanup",
  parse: (value) => {
    const entry = value as JournalEntry | null;
    const isEntry = TYPES.has(entry?.type) && (entry?.type === "plan" || typeof entry?.target === "string");
    return isEntry ? (entry ?? undefined) : undefined;
  },
  hint: "Make a new plan and give another file: what is gone already will be found to be gone.",
};

/**
 * Runs something with the journal in a file, while no other process works with the same one. The directory is made when it
 * is not there.
 *
 * @throws PrerequisiteError (`JOURNAL_BROKEN`); ConflictError (`FILE_LOCKED`) when another process has it.
 */
export function withJournalFile<T>(
  path: string,
  options: FileLockOptions,
  run: (journal: CleanupJournal, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withJournal({ path, format: FORMAT }, options, run);
}

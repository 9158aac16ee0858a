import { withFileLock, type FileLockOptions } from "@azlin/core";
import { JournalFile } from "./journal-file.ts";

/**
 * Runs something with the journal in a file, while no other process works with the same one. The directory is made when it
 * is not there.
 *
 * @throws PrerequisiteError (`JOURNAL_BROKEN`); ConflictError (`FILE_LOCKED`) when another process has it.
 */
export function withJournalFile<T>(
  path: string,
  options: FileLockOptions,
  run: (journal: JournalFile, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withFileLock(path, options, async (signal) => {
    const journal = await JournalFile.open(path);
    try {
      return await run(journal, signal);
    } finally {
      await journal.close();
    }
  });
}

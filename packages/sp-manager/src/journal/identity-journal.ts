import { memoryJournal, withJournal, type FileLockOptions, type Journal, type JournalFormat } from "@azlin/core";
import { parseSagaEntry, type SagaEntry } from "./saga-entry.ts";

/** Where identities that are being made are written down, before and after each step. */
export type IdentityJournal = Journal<SagaEntry>;

/** How {@link IdentityJournal}s are written. */
const IDENTITY_JOURNAL: JournalFormat<SagaEntry> = {
  of: "identities",
  parse: parseSagaEntry,
  hint: "Give another file; 'azlin sp sweep' finds what this one may have known.",
};

/**
 * Runs something with the journal in a file, while no other process works with the same one. The directory is made when it
 * is not there.
 *
 * @throws PrerequisiteError (`JOURNAL_BROKEN`); ConflictError (`FILE_LOCKED`) when another process has it.
 */
export function withIdentityJournal<T>(
  path: string,
  options: FileLockOptions,
  run: (journal: IdentityJournal, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withJournal({ path, format: IDENTITY_JOURNAL }, options, run);
}

/** A journal that is lost with the process: what a kill leaves behind is found by {@link sweepOrphans} alone. */
export function memoryIdentityJournal(earlier: readonly SagaEntry[] = []): IdentityJournal {
  return memoryJournal(earlier);
}

import { memoryJournal as memoryJournalOf, type Journal } from "@azlin/core";
import type { JournalEntry } from "./journal-entry.ts";

/** Where a cleanup writes down what it does, before and after, so that another run can go on from there. */
export type CleanupJournal = Journal<JournalEntry>;

/** A journal that is lost with the process. */
export function memoryJournal(): CleanupJournal {
  return memoryJournalOf<JournalEntry>();
}

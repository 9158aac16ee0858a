import type { LimitFunction } from "p-limit";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import type { CleanupJournal } from "../journal/cleanup-journal.ts";
import type { EarlierStep } from "../journal/earlier-steps.ts";
import type { JournalEntry } from "../journal/journal-entry.ts";
import type { CleanupEvent } from "./cleanup-event.ts";

/** What all steps of one run share. */
export interface CleanupRun {
  readonly azure: CleanupAzure;
  /** Name of the tag that protects. */
  readonly keepTag: string;
  readonly journal: CleanupJournal;
  /** What earlier runs of the plan have left, by key. */
  readonly earlier: ReadonlyMap<string, EarlierStep>;
  /** When everything has to be over, in milliseconds since the epoch. */
  readonly deadlineAtMs: number;
  /** Waits after failed attempts, in milliseconds; the last one repeats. */
  readonly waitsMs: readonly number[];
  /** Attempts for what may work when it is tried again. */
  readonly maxAttempts: number;
  /** Lets only so many deletions be under way at once. */
  readonly slots: LimitFunction;
  /** Ends with the caller's signal, and when the journal cannot be written. */
  readonly stop: AbortController;
  readonly onEvent: (event: CleanupEvent) => void;
}

/** Time as the journal and reports write it. */
export function timeOf({ azure }: Pick<CleanupRun, "azure">): string {
  return new Date(azure.clock.now()).toISOString();
}

/**
 * Writes into the journal. When that fails the whole run stops: what is not written down must not be done.
 *
 * @throws what the journal threw.
 */
export async function note(run: CleanupRun, entry: JournalEntry): Promise<void> {
  run.stop.signal.throwIfAborted();
  try {
    await run.journal.append(entry);
  } catch (error) {
    run.stop.abort(error);
    throw error;
  }
}

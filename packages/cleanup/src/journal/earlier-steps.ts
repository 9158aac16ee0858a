import { resourceKey } from "@azlin/core";
import type { JournalEntry } from "./journal-entry.ts";

/** What earlier runs have left to know about one step. */
export interface EarlierStep {
  /** It was seen to be gone. */
  readonly deletedAt: string | null;
  readonly attempts: number;
  /** Where to ask about a deletion that was under way; `null` when there is none. */
  readonly operationUrl: string | null;
}

const NOTHING: EarlierStep = { deletedAt: null, attempts: 0, operationUrl: null };

/** Reads what earlier runs have done, by key of what was to go. Pure. */
export function earlierSteps(entries: readonly JournalEntry[]): ReadonlyMap<string, EarlierStep> {
  const steps = new Map<string, EarlierStep>();
  for (const entry of entries) {
    if (entry.type === "plan") continue;
    const key = resourceKey(entry.target);
    steps.set(key, next(steps.get(key) ?? NOTHING, entry));
  }
  return steps;
}

function next(step: EarlierStep, entry: Exclude<JournalEntry, { readonly type: "plan" }>): EarlierStep {
  switch (entry.type) {
    case "sent":
      return { ...step, operationUrl: null };
    case "accepted":
      return { ...step, operationUrl: entry.operationUrl };
    case "ended":
      return {
        deletedAt: entry.outcome === "deleted" ? entry.at : null,
        attempts: step.attempts + entry.attempts,
        // What was still being deleted may be done by now.
        operationUrl: entry.outcome === "timed-out" ? step.operationUrl : null,
      };
  }
}

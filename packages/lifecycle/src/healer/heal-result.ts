import type { ActionOutcome } from "../journal/action-journal.ts";
import type { HealAction } from "../policy/heal-history.ts";

/** What became of a heal. Plain data. */
export interface HealResult {
  /** `not-begun`: something spoke against it at the last moment, and nothing was sent. */
  readonly outcome: ActionOutcome | "not-begun";
  readonly action: HealAction;
  /** Why it was not begun or did not succeed, as a sentence; `null` when Azure has done it. */
  readonly problem: string | null;
  /** When it began, in milliseconds since the epoch. */
  readonly atMs: number;
}

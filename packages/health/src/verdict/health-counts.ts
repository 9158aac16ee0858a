/** What a check meant for a VM's health. Checks that could not tell are not kept. */
export type Outcome = "success" | "failure";

/** Whether enough checks agree: `up`, `down`, or `undecided` as after every change of its power. */
export type Standing = "up" | "down" | "undecided";

/** What was counted since a VM's power last changed. Plain data. */
export interface HealthCounts {
  /** Checks since the standing last changed, oldest first, at most 20. */
  readonly outcomes: readonly Outcome[];
  /** Failures since the last success. */
  readonly failures: number;
  readonly standing: Standing;
  /** Since when it has been starting, in milliseconds since the epoch; `null` once SSH has answered, or not known. */
  readonly startingSinceMs: number | null;
}

/** Counts of a VM about which nothing was counted yet. */
export function newCounts(startingSinceMs: number | null): HealthCounts {
  return { outcomes: [], failures: 0, standing: "undecided", startingSinceMs };
}

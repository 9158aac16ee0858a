import type { HealAction } from "./heal-history.ts";

/**
 * Why the policy heals a VM, or does not.
 *
 * | Code | Because |
 * | --- | --- |
 * | `heals` | nothing speaks against it |
 * | `tries-again` | its circuit was open long enough for one more heal |
 * | `works` | the check succeeded |
 * | `stopped-by-user` | its user wants it to be stopped |
 * | `changing` | it is being started or stopped, or started a short time ago |
 * | `cannot-tell` | the check could not tell |
 * | `deleted` | there is no such VM |
 * | `below-threshold` | it fails, but not often enough yet |
 * | `never` | its restart policy says so |
 * | `under-way` | an earlier heal has not ended |
 * | `in-grace` | its power changed a short time ago |
 * | `circuit-open` | a budget was spent and it did not get well; in some time one more heal is tried |
 * | `budget-spent` | it was healed as often as a budget allows |
 * | `backs-off` | it was healed a short time ago |
 * | `waits-for-fleet` | too few of the others were checked since to tell whether it alone fails |
 * | `correlated` | so many fail at once that the cause cannot be each VM's own |
 * | `fleet-limit` | as many of the fleet as allowed are being healed |
 */
export type DecisionCode =
  | "heals"
  | "tries-again"
  | "works"
  | "stopped-by-user"
  | "changing"
  | "cannot-tell"
  | "deleted"
  | "below-threshold"
  | "never"
  | "under-way"
  | "in-grace"
  | "circuit-open"
  | "budget-spent"
  | "backs-off"
  | "waits-for-fleet"
  | "correlated"
  | "fleet-limit";

/** What to do about a VM now. Plain data. */
export interface Decision {
  readonly action: "none" | HealAction;
  readonly code: DecisionCode;
  /** Why, as a sentence without its VM: `Its power changed 2 min ago; it has 5 min to come up.` */
  readonly reason: string;
  /** When it is to be checked again, in milliseconds since the epoch. */
  readonly nextCheckAtMs: number;
  /** Whether a person should look: it is down and the policy will not help it by itself. */
  readonly isAlarm: boolean;
}

import type { Observation } from "@azlin/health";

/** What heals a VM: `restart` one that runs, `start` one that is stopped against its user's will. */
export type HealAction = "restart" | "start";

/** A heal that was begun, however it ended. */
export interface Heal {
  /** When, in milliseconds since the epoch. */
  readonly atMs: number;
  readonly action: HealAction;
}

/** What the policy remembers of a VM. Plain data: it survives JSON. Times are milliseconds since the epoch. */
export interface HealHistory {
  /** Resource id of the VM. */
  readonly vmId: string;
  /** Oldest first, as far back as the longest budget counts. */
  readonly heals: readonly Heal[];
  /** Whether a heal has begun and not ended. */
  readonly isUnderWay: boolean;
  /** When the heal began of which the VM has not got well; `null` once it has, or the grace after it is over. */
  readonly healingSinceMs: number | null;
  /** Heals since the VM was last well. */
  readonly healsInVain: number;
  /** Steps of the back-off: one more with each heal, one less with each healthy hour. */
  readonly backoffSteps: number;
  /** Before when the back-off lets nothing be healed. */
  readonly notBeforeMs: number | null;
  /** When the circuit opened, or was last tried; `null` while it is closed. */
  readonly circuitOpenedAtMs: number | null;
  /** Since when the VM has been well, anew for each step of the back-off; `null` when it is not, or nothing is to decay. */
  readonly recoveringSinceMs: number | null;
  /** When its checks began to fail; `null` while they do not. */
  readonly failingSinceMs: number | null;
  /** When its power was last changed, by anyone. */
  readonly lastChangeAtMs: number | null;
  /** The last power state that was known. */
  readonly power: Observation["power"]["state"] | null;
  /** When Azure last ended an operation on it, as last known. */
  readonly operationAtMs: number | null;
}

/** The history of a VM that was never checked. */
export function newHealHistory(vmId: string): HealHistory {
  return {
    vmId,
    heals: [],
    isUnderWay: false,
    healingSinceMs: null,
    healsInVain: 0,
    backoffSteps: 0,
    notBeforeMs: null,
    circuitOpenedAtMs: null,
    recoveringSinceMs: null,
    failingSinceMs: null,
    lastChangeAtMs: null,
    power: null,
    operationAtMs: null,
  };
}

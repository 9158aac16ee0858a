import type { RestartPolicy } from "./restart-policy.ts";

/** So many heals in any span of time so long, and no more. */
export interface HealBudget {
  /** From 1. */
  readonly count: number;
  /** Milliseconds. */
  readonly windowMs: number;
}

/** How long to wait from one heal of a VM to its next. */
export interface HealBackoff {
  /** Milliseconds after the first heal. Default: 30,000. */
  readonly baseMs: number;
  /** What each further heal multiplies them by. Default: 2. */
  readonly factor: number;
  /** Milliseconds that they grow to at most. Default: 3,600,000. */
  readonly maxMs: number;
  /** Up to this share is added by chance, so that VMs that failed together do not restart together. Default: 0.25. */
  readonly jitter: number;
  /** Milliseconds of health that take one step back, and that close an open circuit. Default: 3,600,000. */
  readonly decayMs: number;
}

/** What keeps a fleet from being healed to death. */
export interface FleetGuard {
  /** Share of the monitored VMs that are healed at once at most; one may always be. Default: 0.05. */
  readonly maxShare: number;
  /** From which share of the VMs on failures are taken for one common cause, for which nothing is healed. Default: 0.3. */
  readonly correlatedShare: number;
  /** Milliseconds within which the failures of a few VMs begin when they have a common cause. Default: 120,000. */
  readonly correlatedWindowMs: number;
}

/** When and how often a VM is healed. */
export interface HealingPolicy {
  /** Default: `never`. */
  readonly restartPolicy: RestartPolicy;
  /** Milliseconds from one check of the VM to the next. Default: 60,000. */
  readonly checkIntervalMs: number;
  /** Milliseconds after any change of its power, by anyone, in which it is not healed. Default: 300,000. */
  readonly graceMs: number;
  readonly backoff: HealBackoff;
  /** All of them hold. Default: 3 in 30 minutes and 6 in a day. */
  readonly budgets: readonly HealBudget[];
  /** Milliseconds for which an open circuit stays open before one more heal is tried. Default: 3,600,000. */
  readonly cooldownMs: number;
  readonly fleet: FleetGuard;
}

import type { HealthHistory } from "./health-history.ts";

/**
 * How a VM is.
 *
 * | Status | Meaning |
 * | --- | --- |
 * | `healthy` | runs, SSH answers, nothing is above its limit |
 * | `degraded` | runs, but: some checks failed or not enough have succeeded yet, or its load is above a limit, or commands hang |
 * | `unhealthy` | runs, and so many checks failed as the threshold says |
 * | `starting` | starts, or started a short time ago and does not answer yet |
 * | `stopping` | is being stopped or deallocated |
 * | `stopped-by-user` | is stopped, as its user wanted |
 * | `stopped` | is stopped, against its user's will, or nobody knows whose |
 * | `deleted` | does not exist any more |
 * | `unknown` | could not be told: never a failure of the VM |
 */
export type HealthStatus =
  | "healthy"
  | "degraded"
  | "unhealthy"
  | "starting"
  | "stopping"
  | "stopped-by-user"
  | "stopped"
  | "deleted"
  | "unknown";

/** What a check of a VM came to. Plain data: it survives JSON. */
export interface HealthVerdict {
  readonly status: HealthStatus;
  /** Why, as a sentence without its VM: `SSH refuses connections (2 of 3 failures).` */
  readonly reason: string;
  /** Failures in a row; 0 after a success. */
  readonly failures: number;
  /**
   * Whether so many checks failed as the threshold says: runs without answering, or is stopped against its user's will.
   * The one thing to heal for.
   */
  readonly isDown: boolean;
  /** To be given to the next judgement. */
  readonly history: HealthHistory;
}

import type { HealthStatus } from "@azlin/health";

/** A time in which checks of a VM always came to the same. */
export interface HealthSpan {
  readonly status: HealthStatus;
  /** The first check, in milliseconds since the epoch. */
  readonly fromMs: number;
  /** The last check. */
  readonly toMs: number;
}

const UP: ReadonlySet<HealthStatus> = new Set(["healthy", "degraded"]);
/** Says nothing about whether the VM could have been used. */
const NOT_COUNTED: ReadonlySet<HealthStatus> = new Set(["unknown", "stopped-by-user", "deleted"]);

/**
 * How much of the time a VM could be used, in percent; `null` when no time counts. What nobody knows, and what its user has
 * stopped, does not count. Pure.
 */
export function uptimePercent(spans: readonly HealthSpan[]): number | null {
  let countedMs = 0;
  let upMs = 0;
  for (const { status, fromMs, toMs } of spans) {
    if (NOT_COUNTED.has(status)) continue;
    countedMs += toMs - fromMs;
    if (UP.has(status)) upMs += toMs - fromMs;
  }
  return countedMs === 0 ? null : (upMs / countedMs) * 100;
}

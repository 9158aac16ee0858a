import type { PowerReading } from "../azure/power-reading.ts";
import type { CpuTimes } from "../metrics/vm-metrics.ts";
import { newCounts, type HealthCounts } from "./health-counts.ts";
import type { HealthStatus } from "./health-verdict.ts";

/** What is remembered of a VM between checks. Plain data: it survives JSON. */
export interface HealthHistory {
  /** Resource id of the VM. */
  readonly vmId: string;
  readonly counts: HealthCounts;
  /** The last power state that was known; `null` before the first. */
  readonly power: PowerReading["state"] | null;
  /** When Azure last ended an operation on it, as last known. */
  readonly operationAtMs: number | null;
  /** For the CPU's load between two checks. */
  readonly cpuTimes: CpuTimes | null;
  /** The last verdict; `null` before the first. */
  readonly status: HealthStatus | null;
  /** Since when the verdict has been so, in milliseconds since the epoch. */
  readonly statusSinceMs: number | null;
  /** When it was last checked, in milliseconds since the epoch. */
  readonly lastCheckAtMs: number | null;
  /** When SSH last answered, in milliseconds since the epoch. */
  readonly lastSuccessAtMs: number | null;
}

/** The history of a VM that was never checked. */
export function newHistory(vmId: string): HealthHistory {
  return {
    vmId,
    counts: newCounts(null),
    power: null,
    operationAtMs: null,
    cpuTimes: null,
    status: null,
    statusSinceMs: null,
    lastCheckAtMs: null,
    lastSuccessAtMs: null,
  };
}

/**
 * The history after somebody changed the VM's power: what was counted is void, and failures do not count for a while.
 * Whoever restarts a VM applies this, as Azure's power state may look the same before and after.
 *
 * @param atMs - when, in milliseconds since the epoch.
 */
export function afterPowerChange(history: HealthHistory, atMs: number): HealthHistory {
  return { ...history, counts: newCounts(atMs), cpuTimes: null };
}

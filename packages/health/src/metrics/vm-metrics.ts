import type { SerializedError } from "@azlin/core";

/** How loaded a VM is. What it did not say is `null`, never 0. */
export interface VmMetrics {
  /** Part of all processors' time that was used, 0 to 100: since the last reading, else over 300 ms. */
  readonly cpuPercent: number | null;
  /** Part of the memory that programs cannot have any more, 0 to 100. */
  readonly memoryPercent: number | null;
  /** Part of the root file system that is used, 0 to 100, as `df` counts. */
  readonly diskPercent: number | null;
  /** Seconds since the guest booted. */
  readonly uptimeSeconds: number | null;
}

/** Ticks of a machine's processors since it booted. */
export interface CpuTimes {
  readonly busy: number;
  readonly total: number;
}

/** One reading of a VM's metrics. Plain data. */
export interface MetricsReading {
  /** `null` when the VM could not be asked. */
  readonly metrics: VmMetrics | null;
  /** Why there are none; else `null`. */
  readonly error: SerializedError | null;
  /** To be given to the next reading, so that one look at the processors is enough then. */
  readonly cpuTimes: CpuTimes | null;
  /** Milliseconds that it took. */
  readonly durationMs: number;
}

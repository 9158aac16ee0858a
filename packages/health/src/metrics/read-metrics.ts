import { toAzlinError, withDeadline, type AbortOptions, type Clock } from "@azlin/core";
import type { RemoteShell, SshTarget } from "@azlin/ssh";
import { metricsCommand } from "./metrics-command.ts";
import { parseMetrics } from "./parse-metrics.ts";
import type { CpuTimes, MetricsReading } from "./vm-metrics.ts";

/** Options of {@link readMetrics}. */
export interface ReadMetricsOptions extends AbortOptions {
  /** Processor times of the reading before; `null`: none, the processors are looked at twice. */
  readonly previous: CpuTimes | null;
  /** Milliseconds for connecting and the command together. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

const MAX_OUTPUT_BYTES = 16_384;

/**
 * Reads a VM's metrics with one command. What goes wrong is part of the reading.
 *
 * @throws only the signal's reason.
 */
export async function readMetrics(
  shell: RemoteShell,
  target: SshTarget,
  { previous, timeoutMs, clock, signal }: ReadMetricsOptions,
): Promise<MetricsReading> {
  const startMs = clock.now();
  const operation = `reading the metrics of ${target.name}`;
  try {
    const command = metricsCommand(previous === null ? 2 : 1);
    const { stdout } = await withDeadline(operation, { timeoutMs, clock, signal }, (ended) =>
      shell.exec(target, command, { signal: ended, maxOutputBytes: MAX_OUTPUT_BYTES }),
    );
    return { ...parseMetrics(stdout, previous), error: null, durationMs: clock.now() - startMs };
  } catch (error) {
    signal?.throwIfAborted();
    const translated = toAzlinError(error, { operation: `read the metrics of ${target.name}` });
    return { metrics: null, error: translated.toJSON(), cpuTimes: null, durationMs: clock.now() - startMs };
  }
}

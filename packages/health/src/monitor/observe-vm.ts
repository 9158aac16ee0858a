import { toAzlinError, type AbortOptions } from "@azlin/core";
import { sshTarget } from "@azlin/ssh";
import type { PowerReading } from "../azure/power-reading.ts";
import { readMetrics } from "../metrics/read-metrics.ts";
import type { CpuTimes, MetricsReading } from "../metrics/vm-metrics.ts";
import { intentOf } from "../verdict/intent.ts";
import type { Observation } from "../verdict/observation.ts";
import type { MonitorContext } from "./monitor-options.ts";
import type { MonitoredVm } from "./monitored-vm.ts";
import { probeVmSsh } from "./probe-vm-ssh.ts";

/** What is known before a VM is looked at. */
export interface BeforeObserving extends AbortOptions {
  readonly power: PowerReading;
  /** Processor times of the reading before. */
  readonly cpuTimes: CpuTimes | null;
}

/**
 * Looks at a VM whose power state was read: SSH unless Azure says that it does not run, metrics when SSH answers.
 *
 * @throws only the signal's reason.
 */
export async function observeVm(
  context: MonitorContext,
  vm: MonitoredVm,
  { power, cpuTimes, signal }: BeforeObserving,
): Promise<Observation> {
  const atMs = context.clock.now();
  const mayRun = power.state === "running" || power.state === "unknown";
  const ssh = mayRun ? await probeVmSsh(context, vm, { signal }) : null;
  const metrics = ssh?.state === "open" ? await readVmMetrics(context, vm, { previous: cpuTimes, signal }) : null;
  return { atMs, power, ssh, metrics, intent: intentOf(vm.tags), isSpot: vm.isSpot === true };
}

/**
 * Reads a VM's metrics where its tags and addresses say that its SSH server is; `null` without a shell.
 *
 * @throws only the signal's reason.
 */
export async function readVmMetrics(
  { shell, ssh, clock, timeouts }: MonitorContext,
  vm: MonitoredVm,
  { previous, signal }: AbortOptions & { readonly previous: CpuTimes | null },
): Promise<MetricsReading | null> {
  if (shell === undefined) return null;
  const timeoutMs = vm.timeouts?.metricsMs ?? timeouts.metricsMs;
  try {
    return await readMetrics(shell, sshTarget(vm, ssh), { previous, timeoutMs, clock, signal });
  } catch (error) {
    signal?.throwIfAborted();
    const cause = toAzlinError(error, { operation: `find the SSH server of ${vm.name}` });
    return { metrics: null, error: cause.toJSON(), cpuTimes: null, durationMs: 0 };
  }
}

import { systemClock, systemRandom, ValidationError, type AzureTransport, type Clock, type Random } from "@azlin/core";
import type { RemoteShell, SshTargetOptions } from "@azlin/ssh";
import { resolveThresholds, type Thresholds } from "../verdict/thresholds.ts";
import { resolveTimeouts, type ProbeTimeouts } from "./probe-timeouts.ts";

/** Options of {@link HealthMonitor}. */
export interface HealthMonitorOptions {
  readonly transport: AzureTransport;
  /**
   * Runs the metrics command: one `SshConnections` for all VMs, with an `idleMs` above the time between two
   * checks, so that every VM keeps its connection. Default: none, and no metrics.
   */
  readonly shell?: RemoteShell | undefined;
  /** Whom to sign in as, and through which host. Default: `azureuser`, straight. */
  readonly ssh?: Pick<SshTargetOptions, "user" | "usePrivateIp" | "jump">;
  readonly timeouts?: Partial<ProbeTimeouts>;
  readonly thresholds?: Partial<Thresholds>;
  /** VMs that are probed at once. Default: 100. */
  readonly concurrency?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** For the waits between retries. Default: the system's. */
  readonly random?: Random;
}

/** What the parts of a monitor work with. */
export interface MonitorContext {
  readonly transport: AzureTransport;
  readonly shell: RemoteShell | undefined;
  readonly ssh: SshTargetOptions;
  readonly timeouts: ProbeTimeouts;
  readonly thresholds: Thresholds;
  readonly concurrency: number;
  readonly clock: Clock;
  readonly random: Random;
}

/** Fills in defaults. @throws ValidationError (`INVALID_TIMEOUT`, `INVALID_THRESHOLDS`, `INVALID_CONCURRENCY`). */
export function resolveMonitorOptions(options: HealthMonitorOptions): MonitorContext {
  const { transport, shell, concurrency = 100, clock = systemClock, random = systemRandom } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1) throw badConcurrency(concurrency);
  return {
    transport,
    shell,
    ssh: { ...options.ssh, guestHost: transport.cloud.guestHost },
    timeouts: resolveTimeouts(options.timeouts),
    thresholds: resolveThresholds(options.thresholds),
    concurrency,
    clock,
    random,
  };
}

function badConcurrency(concurrency: number): ValidationError {
  return new ValidationError("INVALID_CONCURRENCY", `${concurrency} VMs cannot be probed at once.`, {
    hint: "Give a whole number, 1 or more.",
  });
}

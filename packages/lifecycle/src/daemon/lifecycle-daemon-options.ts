import {
  silentLogger,
  systemClock,
  systemRandom,
  type AbortOptions,
  type AzureTransport,
  type Clock,
  type Logger,
  type Random,
} from "@azlin/core";
import type { HealthMonitor, MonitoredVm } from "@azlin/health";
import type { DaemonConfig } from "../config/daemon-config.ts";
import type { LifecyclePaths } from "../config/lifecycle-paths.ts";
import type { HookExecutorOptions } from "../hooks/hook-executor.ts";
import type { PrometheusMeter } from "../metrics/prometheus-text.ts";
import { resolveHealingPolicy, type HealingPolicyOptions } from "../policy/resolve-healing-policy.ts";

/** Options of {@link LifecycleDaemon}. */
export interface LifecycleDaemonOptions {
  /** Where its files are: `lifecyclePaths(azlinHome())`. */
  readonly paths: LifecyclePaths;
  /** How Azure is asked to restart and start VMs. */
  readonly transport: AzureTransport;
  /** Checks the VMs. */
  readonly monitor: HealthMonitor;
  /** Lists all VMs that may be monitored, with tags and addresses: asked at the start, every five minutes, and on reload. */
  readonly listVms: (options: AbortOptions) => Promise<readonly MonitoredVm[]>;
  /** What the configuration has no words for: back-off, budgets, fleet guards. */
  readonly healing?: HealingPolicyOptions;
  readonly hooks?: Pick<HookExecutorOptions, "timeoutMs" | "concurrency" | "env">;
  /** Checks that run at once. Default: 100. */
  readonly concurrency?: number;
  /** Milliseconds that what is under way may go on after the daemon was told to end. Default: 1,000. */
  readonly drainMs?: number;
  /** Milliseconds for which an action that was cut off may still be on its way to Azure. Default: 15,000. */
  readonly settleMs?: number;
  /** Told of the settings of the daemon itself, at the start and whenever they may have changed. */
  readonly onDaemonConfig?: (config: DaemonConfig) => void;
  /** Default: a meter of its own. */
  readonly prometheus?: PrometheusMeter;
  /** Default: silent. */
  readonly logger?: Logger;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Default: the system's. */
  readonly random?: Random;
}

/** The options with their defaults; a meter is made when there is none. */
export type ResolvedDaemonOptions = Required<Omit<LifecycleDaemonOptions, "prometheus">> &
  Pick<LifecycleDaemonOptions, "prometheus">;

/** Fills in defaults. @throws ValidationError (`INVALID_HEALING_POLICY`). */
export function resolveDaemonOptions(options: LifecycleDaemonOptions): ResolvedDaemonOptions {
  // A policy that makes no sense is told of here, not when the first VM is checked.
  resolveHealingPolicy(options.healing);
  return {
    onDaemonConfig: () => {},
    healing: {},
    hooks: {},
    concurrency: 100,
    drainMs: 1_000,
    settleMs: 15_000,
    logger: silentLogger,
    clock: systemClock,
    random: systemRandom,
    ...options,
  };
}

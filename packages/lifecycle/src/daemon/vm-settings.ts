import type { MonitoredVm } from "@azlin/health";
import type { MonitoringConfig } from "../config/monitoring-config.ts";
import type { HealingPolicy } from "../policy/healing-policy.ts";
import { resolveHealingPolicy, type HealingPolicyOptions } from "../policy/resolve-healing-policy.ts";

/** What the configuration means for the health monitor and for the policy. */
export interface VmSettings {
  readonly vm: MonitoredVm;
  readonly config: MonitoringConfig;
  readonly policy: HealingPolicy;
}

/** The most that an SSH server gets to show itself: what takes longer does not work. */
const MAX_SSH_MS = 10_000;

/**
 * Turns what the file says of a VM into what the monitor and the policy take. Pure.
 *
 * @param healing - what the file has no words for; the file goes before it.
 */
export function settingsOf(vm: MonitoredVm, config: MonitoringConfig, healing: HealingPolicyOptions = {}): VmSettings {
  const count = config.sshFailureThreshold;
  const graceMs = config.startupGraceSeconds * 1_000;
  const checkMs = config.healthCheckTimeout * 1_000;
  const sshMs = Math.min(MAX_SSH_MS, checkMs / 2);
  return {
    vm: {
      ...vm,
      thresholds: { ...vm.thresholds, down: { count, of: count }, startupGraceMs: graceMs },
      timeouts: { sshMs, metricsMs: checkMs - sshMs },
    },
    config,
    policy: resolveHealingPolicy({
      ...healing,
      restartPolicy: config.restartPolicy,
      checkIntervalMs: config.checkIntervalSeconds * 1_000,
      graceMs,
    }),
  };
}

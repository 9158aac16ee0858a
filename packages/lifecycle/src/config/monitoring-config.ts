import type { HookType } from "../hooks/hook-type.ts";
import type { RestartPolicy } from "../policy/restart-policy.ts";

/** How a VM is monitored. Names and defaults are those of seed 001; the grace is ours. */
export interface MonitoringConfig {
  /** Default: true. */
  readonly enabled: boolean;
  /** Seconds between two checks, 1 to 86,400. Default: 60. */
  readonly checkIntervalSeconds: number;
  /** Default: `never`. */
  readonly restartPolicy: RestartPolicy;
  /** Failed checks in a row that make the VM unhealthy, 1 to 20. Default: 3. */
  readonly sshFailureThreshold: number;
  /** Seconds that one check may take, 1 to 300. Default: 30. */
  readonly healthCheckTimeout: number;
  /** Seconds after any change of its power in which the VM may be unreachable and is not healed, 0 to 7,200. Default: 300. */
  readonly startupGraceSeconds: number;
  /** Scripts by what they wait for; one that is missing is none. */
  readonly hooks: Readonly<Partial<Record<HookType, string>>>;
}

/** What holds where a file or a caller is silent. */
export const DEFAULT_MONITORING: MonitoringConfig = {
  enabled: true,
  checkIntervalSeconds: 60,
  restartPolicy: "never",
  sshFailureThreshold: 3,
  healthCheckTimeout: 30,
  startupGraceSeconds: 300,
  hooks: {},
};

import { ValidationError, type TomlTable } from "@azlin/core";
import type { z } from "zod";
import type { HookType } from "../hooks/hook-type.ts";
import { configTable, type ConfigTable, type VmTable } from "./config-schema.ts";
import { DEFAULT_DAEMON, type DaemonConfig } from "./daemon-config.ts";
import { DEFAULT_MONITORING, type MonitoringConfig } from "./monitoring-config.ts";

/** What `lifecycle-config.toml` says, with the defaults filled in. */
export interface LifecycleConfig {
  /** By resource id, or by the name of a VM of which there is only one. */
  readonly vms: ReadonlyMap<string, MonitoringConfig>;
  readonly daemon: DaemonConfig;
}

/** The configuration of whoever has not written one. */
export const EMPTY_CONFIG: LifecycleConfig = { vms: new Map(), daemon: DEFAULT_DAEMON };

/**
 * Checks every field of the file and fills in the defaults. An empty hook, as the seed's template has them, is none.
 *
 * @param source - where the table is from, for messages.
 * @throws ValidationError (`INVALID_LIFECYCLE_CONFIG`) naming every field that is wrong.
 */
export function parseLifecycleConfig(table: TomlTable, source: string): LifecycleConfig {
  const parsed = configTable.safeParse(table);
  if (!parsed.success) throw invalid(parsed.error, source);
  const { vms = {}, daemon = {} } = parsed.data;
  return {
    vms: new Map(Object.entries(vms).map(([key, vm]) => [key, monitoringOf(vm)])),
    daemon: daemonOf(daemon),
  };
}

function monitoringOf(vm: VmTable): MonitoringConfig {
  return {
    enabled: vm.enabled ?? DEFAULT_MONITORING.enabled,
    checkIntervalSeconds: vm.check_interval_seconds ?? DEFAULT_MONITORING.checkIntervalSeconds,
    restartPolicy: vm.restart_policy ?? DEFAULT_MONITORING.restartPolicy,
    sshFailureThreshold: vm.ssh_failure_threshold ?? DEFAULT_MONITORING.sshFailureThreshold,
    healthCheckTimeout: vm.health_check_timeout ?? DEFAULT_MONITORING.healthCheckTimeout,
    startupGraceSeconds: vm.startup_grace_seconds ?? DEFAULT_MONITORING.startupGraceSeconds,
    hooks: hooksOf(vm.hooks ?? {}),
  };
}

function hooksOf(hooks: NonNullable<VmTable["hooks"]>): MonitoringConfig["hooks"] {
  const set = Object.entries(hooks).filter(([, script]) => script !== undefined && script !== "");
  return Object.fromEntries(set) as Partial<Record<HookType, string>>;
}

function daemonOf(daemon: NonNullable<ConfigTable["daemon"]>): DaemonConfig {
  return {
    pidFile: daemon.pid_file ?? DEFAULT_DAEMON.pidFile,
    logFile: daemon.log_file ?? DEFAULT_DAEMON.logFile,
    logLevel: daemon.log_level ?? DEFAULT_DAEMON.logLevel,
    metricsPort: daemon.metrics_port ?? DEFAULT_DAEMON.metricsPort,
  };
}

function invalid(error: z.ZodError, source: string): ValidationError {
  const problems = error.issues.map(({ path, message }) => `${path.map(String).join(".") || "the file"}: ${message}`);
  return new ValidationError("INVALID_LIFECYCLE_CONFIG", `${source} is not valid. ${problems.join("; ")}.`, {
    hint: "Correct these fields; the file was left as it is.",
    details: { path: source, problems },
    cause: error,
  });
}

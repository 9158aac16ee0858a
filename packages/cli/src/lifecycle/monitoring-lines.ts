import { HOOK_TYPES, type MonitoringConfig, type VmReport } from "@azlin/lifecycle";
import { agoInWords, healthInWords } from "./health-words.ts";

/** How a VM is monitored, line by line. */
export function monitoringLines(config: MonitoringConfig): readonly string[] {
  return [
    `  Enabled: ${config.enabled ? "Yes" : "No"}`,
    `  Policy: ${config.restartPolicy}`,
    `  Check Interval: ${config.checkIntervalSeconds}s`,
  ];
}

/** How a monitored VM is, line by line, as far as a daemon says. */
export function healthLines(config: MonitoringConfig, report: VmReport | undefined, nowMs: number): readonly string[] {
  const { lastCheckAtMs = null, failures, reason } = report ?? {};
  return [
    `  SSH Failures: ${failures ?? "N/A"}/${config.sshFailureThreshold}`,
    `  Last Check: ${lastCheckAtMs === null ? "N/A" : agoInWords(nowMs - lastCheckAtMs)}`,
    `  Last Status: ${healthInWords(report)}`,
    ...(reason === undefined || reason === null ? [] : [`  Reason: ${reason}`]),
  ];
}

/** The hooks of a VM, line by line; none when there are none. */
export function hookLines({ hooks }: MonitoringConfig): readonly string[] {
  const set = HOOK_TYPES.flatMap((type) => (hooks[type] === undefined ? [] : [`    ${type}: ${hooks[type]}`]));
  return set.length === 0 ? [] : ["", "  Hooks:", ...set];
}

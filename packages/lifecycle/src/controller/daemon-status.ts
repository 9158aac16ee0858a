import type { DaemonReport } from "../daemon/daemon-report.ts";

/** Whether the daemon runs, and what it says. Plain data. */
export interface DaemonStatus {
  readonly running: boolean;
  /** `null` when it does not run, or cannot be told. */
  readonly pid: number | null;
  readonly uptimeMs: number | null;
  /** Names of the VMs that it checks. */
  readonly monitoredVms: readonly string[];
  /** What it says of itself and of its VMs; `null` when it does not run, or does not answer. */
  readonly report: DaemonReport | null;
  /** What is wrong with it, as a sentence; `null` when nothing is. */
  readonly problem: string | null;
}

/** The status of a daemon that does not run. */
export const NOT_RUNNING: DaemonStatus = {
  running: false,
  pid: null,
  uptimeMs: null,
  monitoredVms: [],
  report: null,
  problem: null,
};

/** The status of a daemon that answered. */
export function statusOf(report: DaemonReport): DaemonStatus {
  return {
    running: true,
    pid: report.pid,
    uptimeMs: report.atMs - report.startedAtMs,
    monitoredVms: report.vms.map(({ name }) => name),
    report,
    problem: null,
  };
}

import type { LogLevel } from "@azlin/core";

/** Settings of the daemon itself: the table `[daemon]`. */
export interface DaemonConfig {
  /** Default: `~/.azlin/lifecycle-daemon.pid`. */
  readonly pidFile: string | null;
  /** Default: `~/.azlin/lifecycle-daemon.log`. */
  readonly logFile: string | null;
  /** The least that is logged. Default: `info`. */
  readonly logLevel: LogLevel;
  /** Port of 127.0.0.1 on which Prometheus may ask; `null`: none. Default: none. */
  readonly metricsPort: number | null;
}

/** What holds where the file is silent. */
export const DEFAULT_DAEMON: DaemonConfig = { pidFile: null, logFile: null, logLevel: "info", metricsPort: null };

import type { SerializedError } from "@azlin/core";
import type { HealthStatus, VmHealth } from "@azlin/health";
import type { JournalledAction } from "../journal/action-journal.ts";
import type { HealthSpan } from "../journal/health-span.ts";
import type { Decision } from "../policy/decision.ts";
import type { RestartPolicy } from "../policy/restart-policy.ts";
import type { LatenessReport } from "./lateness.ts";

/** What the daemon is at. It `drains` when it has been told to end: nothing new begins, what is under way may end. */
export type DaemonState = "starting" | "running" | "draining" | "stopped";

/** What the daemon says of a VM. Plain data; times are milliseconds since the epoch. */
export interface VmReport {
  readonly vmId: string;
  readonly name: string;
  /** `null` before the first check. */
  readonly status: HealthStatus | null;
  /** Why, as a sentence; `null` before the first check. */
  readonly reason: string | null;
  /** Failed checks in a row. */
  readonly failures: number;
  readonly threshold: number;
  readonly restartPolicy: RestartPolicy;
  readonly checkIntervalMs: number;
  readonly lastCheckAtMs: number | null;
  /** What the policy decided at the last check, and why. */
  readonly decision: Decision | null;
  /** Heals in the last day. */
  readonly heals: number;
}

/** What the daemon says of itself. Plain data. */
export interface DaemonReport {
  readonly state: DaemonState;
  readonly pid: number;
  readonly startedAtMs: number;
  /** Now, by the daemon's clock. */
  readonly atMs: number;
  readonly configPath: string;
  /** Why the configuration that is there is not the one in force; `null` when it is. */
  readonly configError: SerializedError | null;
  /** What somebody should look at, as sentences. */
  readonly problems: readonly string[];
  readonly lateness: LatenessReport;
  /** Whether the VMs there are were listed: before that none is checked. */
  readonly isListed: boolean;
  readonly vms: readonly VmReport[];
}

/** All that the daemon knows of a VM: why it acted, or did not. Plain data. */
export interface VmExplanation extends VmReport {
  /** The last check; `null` before the first. */
  readonly health: VmHealth | null;
  /** What the healer did, newest first. */
  readonly actions: readonly JournalledAction[];
  /** How it was in the last day, oldest first. */
  readonly spans: readonly HealthSpan[];
  /** In the last day; `null` when no time counts. */
  readonly uptimePercent: number | null;
}

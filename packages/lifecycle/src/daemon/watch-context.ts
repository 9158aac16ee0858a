import type { Clock, Logger, Random } from "@azlin/core";
import type { HealthMonitor } from "@azlin/health";
import type { SelfHealer } from "../healer/self-healer.ts";
import type { HookExecutor } from "../hooks/hook-executor.ts";
import type { ActionJournal } from "../journal/action-journal.ts";
import type { HealthRecords } from "../journal/health-records.ts";
import type { LifecycleMetrics } from "../metrics/lifecycle-metrics.ts";
import type { FleetWatch } from "../policy/fleet-watch.ts";
import type { PowerRounds } from "./power-rounds.ts";

/** What all watchers of a daemon share. */
export interface WatchContext {
  readonly monitor: HealthMonitor;
  readonly power: PowerRounds;
  readonly fleet: FleetWatch;
  readonly healer: SelfHealer;
  readonly hooks: HookExecutor;
  readonly journal: ActionJournal;
  readonly records: HealthRecords;
  readonly metrics: LifecycleMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: Random;
  /** Ends checks and heals. */
  readonly signal: AbortSignal;
  /** Milliseconds for which an action that was cut off may still be on its way to Azure. */
  readonly settleMs: number;
}

import type { HealthStatus } from "@azlin/health";
import { SelfHealer } from "../healer/self-healer.ts";
import { HookExecutor } from "../hooks/hook-executor.ts";
import { ActionJournal } from "../journal/action-journal.ts";
import { HealthRecords } from "../journal/health-records.ts";
import { openLifecycleDatabase } from "../journal/lifecycle-database.ts";
import { LifecycleMetrics } from "../metrics/lifecycle-metrics.ts";
import { MetricsPort } from "../metrics/metrics-port.ts";
import { prometheusMeter, type PrometheusMeter } from "../metrics/prometheus-text.ts";
import { FleetWatch } from "../policy/fleet-watch.ts";
import { ConfigWatch } from "./config-watch.ts";
import { FleetList } from "./fleet-list.ts";
import { Lateness } from "./lateness.ts";
import type { ResolvedDaemonOptions } from "./lifecycle-daemon-options.ts";
import { PowerRounds } from "./power-rounds.ts";
import { RecordWriter } from "./record-writer.ts";
import type { VmWatcher } from "./vm-watcher.ts";
import { WatchSet } from "./watch-set.ts";

/** What a daemon has open while it runs. */
export interface DaemonParts extends AsyncDisposable {
  readonly config: ConfigWatch;
  readonly fleet: FleetList;
  readonly watches: WatchSet;
  readonly writer: RecordWriter;
  readonly hooks: HookExecutor;
  readonly prometheus: PrometheusMeter;
  readonly metricsPort: MetricsPort;
  readonly lateness: Lateness;
  /** Ends the loops: nothing new begins. */
  readonly loops: AbortController;
  /** Ends what is under way. */
  readonly work: AbortController;
}

/**
 * Reads the configuration, opens the database, and puts the parts of a daemon together; nothing is checked yet.
 *
 * @throws what reading a configuration throws; PrerequisiteError (`DATABASE_NOT_OPENED`).
 */
export async function openDaemonParts(options: ResolvedDaemonOptions): Promise<DaemonParts> {
  const { clock, random, logger, monitor, transport, settleMs, concurrency } = options;
  const config = new ConfigWatch(options.paths.config, clock);
  await config.load();
  const prometheus = options.prometheus ?? (await prometheusMeter());
  const database = await openLifecycleDatabase(options.paths.database);
  const [loops, work] = [new AbortController(), new AbortController()];
  const journal = new ActionJournal(database);
  const records = new HealthRecords(database);
  const hooks = new HookExecutor({ ...options.hooks, logger, clock });
  const lateness = new Lateness();
  const context = {
    monitor,
    journal,
    records,
    hooks,
    logger,
    clock,
    random,
    settleMs,
    signal: work.signal,
    power: new PowerRounds(monitor, clock, work.signal),
    fleet: new FleetWatch(),
    healer: new SelfHealer({ transport, journal, clock }),
    metrics: new LifecycleMetrics(prometheus.meter, () => countStatuses(watches.watchers)),
  };
  const watches: WatchSet = new WatchSet(context, { lateness, concurrency, signal: loops.signal });
  const metricsPort = new MetricsPort(() => prometheus.text(), logger);
  const close = async (): Promise<void> => {
    await metricsPort.close();
    database[Symbol.dispose]();
  };
  return {
    config,
    watches,
    hooks,
    prometheus,
    metricsPort,
    lateness,
    loops,
    work,
    fleet: new FleetList(options.listVms, clock),
    writer: new RecordWriter(records, clock, logger),
    [Symbol.asyncDispose]: close,
  };
}

function countStatuses(watchers: readonly VmWatcher[]): ReadonlyMap<HealthStatus, number> {
  const counts = new Map<HealthStatus, number>();
  for (const watcher of watchers) {
    const { status } = watcher.report();
    if (status !== null) counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return counts;
}

import { resourceKey } from "@azlin/core";
import pLimit, { type LimitFunction } from "p-limit";
import type { MonitoredVm } from "@azlin/health";
import { runCheckLoop } from "./check-loop.ts";
import type { Lateness } from "./lateness.ts";
import type { VmSettings } from "./vm-settings.ts";
import { VmWatcher } from "./vm-watcher.ts";
import type { WatchContext } from "./watch-context.ts";

interface Watch {
  readonly watcher: VmWatcher;
  readonly end: AbortController;
  readonly loop: Promise<void>;
}

/** Options of {@link WatchSet}. */
export interface WatchSetOptions {
  readonly lateness: Lateness;
  /** Checks that run at once. */
  readonly concurrency: number;
  /** Ends the loops; checks that run go on. */
  readonly signal: AbortSignal;
}

/** Milliseconds between the first checks of two VMs: a fleet is not checked in one moment, a few VMs are. */
const APART_MS = 30;

/** The watchers of all VMs that are monitored, each with its own loop. */
export class WatchSet {
  readonly #context: WatchContext;
  readonly #options: WatchSetOptions;
  readonly #slots: LimitFunction;
  readonly #watches = new Map<string, Watch>();

  constructor(context: WatchContext, options: WatchSetOptions) {
    this.#context = context;
    this.#options = options;
    this.#slots = pLimit(options.concurrency);
  }

  /** The watchers there are. */
  get watchers(): readonly VmWatcher[] {
    return [...this.#watches.values()].map(({ watcher }) => watcher);
  }

  find(vmId: string): VmWatcher | undefined {
    return this.#watches.get(resourceKey(vmId))?.watcher;
  }

  /** VMs that are watched and missing from a list: to be watched on until a check has found them deleted. */
  leftOut(listed: readonly MonitoredVm[]): readonly MonitoredVm[] {
    const there = new Set(listed.map(({ id }) => resourceKey(id)));
    return this.watchers.filter(({ vm, isGone }) => !isGone && !there.has(resourceKey(vm.id))).map(({ vm }) => vm);
  }

  /** Watches exactly these VMs from now on, as said. */
  configure(settings: readonly VmSettings[]): void {
    const wanted = new Map(settings.map((one) => [resourceKey(one.vm.id), one]));
    for (const key of [...this.#watches.keys()].filter((known) => !wanted.has(known))) this.#drop(key);
    const fresh = [...wanted].filter(([key]) => !this.#watches.has(key));
    for (const [key, one] of wanted) this.#watches.get(key)?.watcher.configure(one);
    // All of them before the first check: one that fails must not look like the only one there is.
    for (const [, { vm }] of fresh) this.#context.fleet.add(vm.id);
    for (const [key, one] of fresh) this.#add(key, one, fresh.length);
  }

  /** Resolves when no loop runs and no heal is under way; their signals end them. */
  async ended(): Promise<void> {
    const watches = [...this.#watches.values()];
    await Promise.allSettled(watches.flatMap(({ loop, watcher }) => [loop, watcher.settled()]));
  }

  #add(key: string, settings: VmSettings, many: number): void {
    const { clock, random, logger, metrics } = this.#context;
    const { lateness, signal } = this.#options;
    const watcher = new VmWatcher(this.#context, settings);
    const end = new AbortController();
    const loop = runCheckLoop(() => this.#check(watcher), {
      clock,
      random,
      slots: this.#slots,
      intervalMs: () => watcher.intervalMs,
      firstDelayMs: random.next() * Math.min(watcher.intervalMs, (many - 1) * APART_MS),
      onLateness: (ms) => {
        lateness.record(ms);
        metrics.late(ms);
      },
      onGap: () => {
        logger.warn("time has jumped: checks before it do not count", { vm: settings.vm.name });
        watcher.forgetCounts();
      },
      signal: AbortSignal.any([signal, end.signal]),
    });
    this.#watches.set(key, { watcher, end, loop });
  }

  #drop(key: string): void {
    const { fleet, monitor } = this.#context;
    const watch = this.#watches.get(key)!;
    const { id } = watch.watcher.vm;
    watch.end.abort();
    this.#watches.delete(key);
    monitor.forget(id);
    fleet.forget(id);
  }

  /** A check that goes wrong in a way nobody thought of must not end the checks. */
  async #check(watcher: VmWatcher): Promise<number | undefined> {
    try {
      return await watcher.check();
    } catch (error) {
      if (!this.#context.signal.aborted) this.#context.logger.error("a check went wrong", { error });
      return undefined;
    }
  }
}

import { ConflictError, NotFoundError, ValidationError, type AbortOptions } from "@azlin/core";
import { matchConfig } from "../config/config-entry.ts";
import { serveControl } from "../control/control-server.ts";
import { isHookType } from "../hooks/hook-type.ts";
import { takeDaemonLock } from "./daemon-lock.ts";
import { openDaemonParts, type DaemonParts } from "./daemon-parts.ts";
import type { DaemonReport, DaemonState, VmExplanation } from "./daemon-report.ts";
import {
  resolveDaemonOptions,
  type LifecycleDaemonOptions,
  type ResolvedDaemonOptions,
} from "./lifecycle-daemon-options.ts";
import { removePidFile, writePidFile } from "./pid-file.ts";
import { settingsOf } from "./vm-settings.ts";

/**
 * Checks VMs again and again, heals them as the policy decides, and fires hooks, until it is told to end. At most one runs in
 * an azlin home. It answers on a socket: see {@link ControlClient}.
 *
 * Told to end, it drains: nothing new begins, and what is under way has a second to end. A restart that Azure has accepted goes
 * on without it; one of which nobody knows is found out about by the next daemon.
 */
export class LifecycleDaemon {
  readonly #options: ResolvedDaemonOptions;
  readonly #stop = new AbortController();
  #state: DaemonState = "stopped";
  #startedAtMs = 0;
  #parts: DaemonParts | undefined;
  #unmatched: readonly string[] = [];

  /** @throws ValidationError (`INVALID_HEALING_POLICY`). */
  constructor(options: LifecycleDaemonOptions) {
    this.#options = resolveDaemonOptions(options);
  }

  /** What it is at. */
  get state(): DaemonState {
    return this.#state;
  }

  /**
   * Runs until the signal aborts or somebody calls {@link LifecycleDaemon.stop}.
   *
   * @param onReady - told once it answers on its socket.
   * @throws ConflictError (`DAEMON_RUNNING`) when another runs; ValidationError (`INVALID_CONFIG`,
   * `INVALID_LIFECYCLE_CONFIG`); PrerequisiteError (`DATABASE_NOT_OPENED`, `SOCKET_NOT_MADE`, `FILE_NOT_PRIVATE`).
   */
  async run({ signal, onReady }: AbortOptions & { readonly onReady?: () => void } = {}): Promise<void> {
    const { paths, clock, logger } = this.#options;
    const lock = await takeDaemonLock(paths.lock);
    this.#state = "starting";
    this.#startedAtMs = clock.now();
    try {
      await using parts = await openDaemonParts(this.#options);
      this.#parts = parts;
      await writePidFile(paths.pidFile);
      const control = await serveControl(paths.socket, this.#routes());
      try {
        this.#state = "running";
        logger.info("the daemon runs", { pid: process.pid });
        onReady?.();
        await this.#work(parts, signal);
      } finally {
        await control.close();
      }
      logger.info("the daemon has ended", {});
    } finally {
      await removePidFile(paths.pidFile, process.pid);
      this.#parts = undefined;
      this.#state = "stopped";
      lock.release();
    }
  }

  /** Tells it to end; {@link LifecycleDaemon.run} returns when it has. */
  stop(): void {
    this.#stop.abort();
  }

  /** Reads the configuration and lists the VMs again. @returns how things are then. */
  async reloadConfig(): Promise<DaemonReport> {
    const { config, fleet, loops } = this.#require();
    const isInForce = await config.reload();
    await fleet.refresh(loops.signal);
    await this.#reloaded(isInForce);
    return this.getStatus();
  }

  /** How things are. */
  getStatus(): DaemonReport {
    const { config, watches, lateness, fleet } = this.#require();
    return {
      state: this.#state,
      pid: process.pid,
      startedAtMs: this.#startedAtMs,
      atMs: this.#options.clock.now(),
      configPath: this.#options.paths.config,
      configError: config.error,
      problems: this.#problems(),
      lateness: lateness.report(),
      isListed: fleet.vms !== undefined,
      vms: watches.watchers.map((watcher) => watcher.report()),
    };
  }

  /** All that it knows of a VM. @throws NotFoundError (`VM_NOT_MONITORED`). */
  explain(vmId: string): VmExplanation {
    const watcher = this.#require().watches.find(vmId);
    if (watcher !== undefined) return watcher.explain();
    throw new NotFoundError("VM_NOT_MONITORED", "The daemon does not check this VM.", {
      hint: "Enable it with 'azlin lifecycle enable'.",
      details: { vm: vmId },
    });
  }

  async #work(parts: DaemonParts, signal: AbortSignal | undefined): Promise<void> {
    const { loops, config, fleet, writer } = parts;
    const ends = signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
    await this.#configure();
    const following = [
      fleet.follow(() => void this.#configure(), loops.signal),
      config.follow((isInForce) => this.#reloaded(isInForce), loops.signal),
      writer.follow(loops.signal),
    ];
    await aborted(ends);
    this.#state = "draining";
    loops.abort();
    await this.#drain(parts);
    await Promise.all(following);
    // What ended while it drained.
    writer.write();
  }

  async #drain({ watches, hooks, work }: DaemonParts): Promise<void> {
    const { clock, drainMs } = this.#options;
    const drained = new AbortController();
    const force = clock.delay(drainMs, { signal: drained.signal }).then(
      () => work.abort(),
      () => {},
    );
    await Promise.race([watches.ended().then(() => hooks.idle()), force]);
    drained.abort();
    work.abort();
    await Promise.all([watches.ended(), hooks.stop()]);
  }

  /** Watches what the configuration and the list of VMs say now. */
  async #configure(): Promise<void> {
    const { config, fleet, watches, metricsPort, loops } = this.#require();
    if (loops.signal.aborted) return;
    const { daemon } = config.config;
    this.#options.onDaemonConfig(daemon);
    if (fleet.vms !== undefined) {
      const { vms, problems } = matchConfig(config.config, [...fleet.vms, ...watches.leftOut(fleet.vms)]);
      watches.configure(vms.map((one) => settingsOf(one.vm, one.config, this.#options.healing)));
      this.#unmatched = problems.map(({ problem }) => problem);
    }
    await metricsPort.use(daemon.metricsPort);
  }

  async #reloaded(isInForce: boolean): Promise<void> {
    const { logger } = this.#options;
    const { config } = this.#require();
    if (isInForce) logger.info("the configuration was read again", {});
    else logger.error("the configuration cannot be read; the one before stays in force", { error: config.error });
    await this.#configure();
  }

  #problems(): readonly string[] {
    const { fleet, writer, metricsPort } = this.#require();
    const unlisted = fleet.error === null ? [] : [`The VMs could not be listed: ${fleet.error.message}`];
    const others = [writer.problem, metricsPort.problem].filter((problem) => problem !== null);
    return [...unlisted, ...this.#unmatched, ...others];
  }

  #routes(): Parameters<typeof serveControl>[1] {
    return {
      "GET /status": () => this.getStatus(),
      "GET /explain": (input) => this.explain(input.get("vm") ?? ""),
      "GET /metrics": () => this.#require().prometheus.text(),
      "POST /reload": () => this.reloadConfig(),
      "POST /events": (input) => this.#announce(input.get("vm") ?? "", input.get("type") ?? ""),
      "POST /stop": () => {
        this.stop();
        return this.getStatus();
      },
    };
  }

  #announce(vmId: string, type: string): { readonly isMonitored: boolean } {
    if (!isHookType(type)) {
      throw new ValidationError("INVALID_EVENT", `There is no event '${type}'.`, { hint: "Name a hook type." });
    }
    const watcher = this.#require().watches.find(vmId);
    watcher?.announce(type);
    return { isMonitored: watcher !== undefined };
  }

  #require(): DaemonParts {
    if (this.#parts !== undefined) return this.#parts;
    throw new ConflictError("DAEMON_NOT_RUNNING", "The lifecycle daemon does not run.", {
      hint: "Start it with 'azlin lifecycle daemon start'.",
    });
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

import { ConflictError, DeadlineError, isAzlinError, systemClock, type AbortOptions, type Clock } from "@azlin/core";
import type { LifecyclePaths } from "../config/lifecycle-paths.ts";
import { ControlClient } from "../control/control-client.ts";
import { isDaemonLocked } from "../daemon/daemon-lock.ts";
import { readPidFile } from "../daemon/pid-file.ts";
import { NOT_RUNNING, statusOf, type DaemonStatus } from "./daemon-status.ts";

/** Options of {@link DaemonController}. */
export interface DaemonControllerOptions {
  readonly paths: LifecyclePaths;
  /** Starts the process of the daemon and returns once it answers. */
  readonly launch: (signal: AbortSignal) => Promise<unknown>;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** Milliseconds that a daemon has to end by itself, then after SIGTERM, before SIGKILL. */
const STOP_MS = 5_000;
const LOOK_MS = 20;
const NEVER = new AbortController().signal;

/**
 * Starts and stops the daemon of an azlin home, and asks it how it is. Whether it runs is told by its lock, which dies with it,
 * and by its answer; never by a process id alone, which may be another process's by now.
 */
export class DaemonController {
  readonly #paths: LifecyclePaths;
  readonly #launch: DaemonControllerOptions["launch"];
  readonly #clock: Clock;
  readonly #client: ControlClient;

  constructor({ paths, launch, clock = systemClock }: DaemonControllerOptions) {
    this.#paths = paths;
    this.#launch = launch;
    this.#clock = clock;
    this.#client = new ControlClient(paths.socket);
  }

  /**
   * Starts it. Of several that start it at the same moment one does.
   *
   * @throws ConflictError (`DAEMON_RUNNING`) when it runs; whatever keeps it from starting.
   */
  async startDaemon({ signal = NEVER }: AbortOptions = {}): Promise<DaemonStatus> {
    if (await isDaemonLocked(this.#paths.lock)) throw running(await readPidFile(this.#paths.pidFile));
    await this.#launch(signal);
    return this.daemonStatus({ signal });
  }

  /**
   * Has it end, and waits until it has; one that does not listen is ended by force.
   *
   * @returns the one that ran; one that is not running when none did.
   * @throws DeadlineError (`DAEMON_NOT_STOPPED`).
   */
  async stopDaemon({ signal }: AbortOptions = {}): Promise<DaemonStatus> {
    const status = await this.daemonStatus({ signal });
    if (!status.running) return status;
    if (status.report !== null) await this.#client.stop({ signal });
    if (await this.#ends(signal)) return status;
    for (const kill of ["SIGTERM", "SIGKILL"] as const) {
      if (status.pid !== null) process.kill(status.pid, kill);
      if (await this.#ends(signal)) return status;
    }
    throw new DeadlineError("DAEMON_NOT_STOPPED", `The lifecycle daemon (process ${status.pid ?? "?"}) did not end.`, {
      operation: "stopping the lifecycle daemon",
      afterMs: 3 * STOP_MS,
      hint: "See its log with 'azlin lifecycle daemon logs'.",
    });
  }

  /** Stops it if it runs, then starts it. */
  async restartDaemon(options: AbortOptions = {}): Promise<DaemonStatus> {
    await this.stopDaemon(options);
    return this.startDaemon(options);
  }

  /** Whether it runs, and what it says: one request to it. @throws PrerequisiteError (`FILE_NOT_PRIVATE`). */
  async daemonStatus({ signal }: AbortOptions = {}): Promise<DaemonStatus> {
    try {
      const report = await this.#client.status({ signal });
      if (report !== undefined) return statusOf(report);
    } catch (error) {
      if (!isAzlinError(error, "DAEMON_SILENT")) throw error;
    }
    if (!(await isDaemonLocked(this.#paths.lock))) return NOT_RUNNING;
    // The lock says that a daemon lives, so the file is its own.
    const pid = (await readPidFile(this.#paths.pidFile)) ?? null;
    return { ...NOT_RUNNING, running: true, pid, problem: "It does not answer: it starts, ends, or hangs." };
  }

  async #ends(signal: AbortSignal | undefined): Promise<boolean> {
    const endMs = this.#clock.now() + STOP_MS;
    while (await isDaemonLocked(this.#paths.lock)) {
      if (this.#clock.now() > endMs) return false;
      await this.#clock.delay(LOOK_MS, { signal });
    }
    return true;
  }
}

function running(pid: number | undefined): ConflictError {
  const which = pid === undefined ? "" : ` (process ${pid})`;
  return new ConflictError("DAEMON_RUNNING", `The lifecycle daemon is already running${which}.`, {
    hint: "See 'azlin lifecycle daemon status', or 'azlin lifecycle daemon restart'.",
    details: { pid: pid ?? null },
  });
}

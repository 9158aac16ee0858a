import { rm } from "node:fs/promises";
import { ConflictError, DeadlineError, NotFoundError, systemClock, withFileLock, type Clock } from "@azlin/core";
import { findServer, isAlive } from "./find-server.ts";
import type { LaunchServer } from "./launch-server.ts";
import { localPaths, type LocalPaths } from "./local-paths.ts";
import { readServerRecord, type ServerRecord } from "./server-record.ts";

/** Options of {@link LocalCloud}. */
export interface LocalCloudOptions {
  readonly home: string;
  readonly launch: LaunchServer;
  readonly signal: AbortSignal;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** How to start it. */
export interface StartOptions {
  readonly port?: number | undefined;
  readonly ephemeral?: boolean;
}

/** A local Azure that runs now, and whether this call started it. */
export interface Started {
  readonly record: ServerRecord;
  readonly isNew: boolean;
}

const STOP_MS = 15_000;
const LOOK_MS = 20;

/** The local Azure of one azlin home: at most one process serves it. */
export class LocalCloud {
  readonly paths: LocalPaths;
  readonly #options: LocalCloudOptions;
  readonly #clock: Clock;

  constructor(options: LocalCloudOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.paths = localPaths(options.home);
  }

  /** The one that runs; `undefined` when none does. */
  find(): Promise<ServerRecord | undefined> {
    return findServer(this.paths, this.#options.signal);
  }

  /**
   * The one that runs.
   *
   * @throws NotFoundError (`LOCAL_CLOUD_NOT_RUNNING`).
   */
  async require(): Promise<ServerRecord> {
    const record = await this.find();
    if (record !== undefined) return record;
    throw new NotFoundError("LOCAL_CLOUD_NOT_RUNNING", "The local Azure is not running.", {
      hint: "Start it with 'azlin local start'.",
    });
  }

  /** Starts it unless it runs. Of several that start it at the same moment one does, and all get the same. */
  async start(options: StartOptions = {}): Promise<Started> {
    const running = await this.find();
    if (running !== undefined) return { record: running, isNew: false };
    return this.whileIdle((signal) =>
      this.#options.launch({ home: this.#options.home, ephemeral: false, ...options }, signal),
    );
  }

  /** Starts it by `launch` under the lock, unless another process was faster. */
  whileIdle(launch: (signal: AbortSignal) => Promise<ServerRecord>): Promise<Started> {
    return this.#locked(async (signal) => {
      const running = await this.find();
      if (running !== undefined) return { record: running, isNew: false };
      await rm(this.paths.record, { force: true });
      return { record: await launch(signal), isNew: true };
    });
  }

  /**
   * Ends it; its state is saved.
   *
   * @returns the one that ran; `undefined` when none did.
   * @throws DeadlineError (`LOCAL_CLOUD_NOT_STOPPED`) when it does not end.
   */
  stop(): Promise<ServerRecord | undefined> {
    return this.#locked(async (signal) => {
      const record = await this.find();
      if (record === undefined) {
        await rm(this.paths.record, { force: true });
        return undefined;
      }
      process.kill(record.pid, "SIGTERM");
      const startMs = this.#clock.now();
      // Its record goes last; a process that nobody waits for may stay in the process table for ever.
      while (isAlive(record.pid) && (await readServerRecord(this.paths.record)) !== undefined) {
        if (this.#clock.now() - startMs > STOP_MS) throw notStopped(record);
        await this.#clock.delay(LOOK_MS, { signal });
      }
      return record;
    });
  }

  #locked<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { signal } = this.#options;
    return withFileLock(this.paths.record, { signal, clock: this.#clock }, run);
  }
}

/** @throws ConflictError (`LOCAL_CLOUD_RUNNING`) when it runs in another way than it was asked to start. */
export function requireAsAsked({ record, isNew }: Started, { port, ephemeral }: StartOptions): void {
  if (isNew) return;
  const isElsewhere = port !== undefined && port !== 0 && Number(new URL(record.url).port) !== port;
  if (!isElsewhere && (ephemeral !== true || record.ephemeral)) return;
  throw new ConflictError("LOCAL_CLOUD_RUNNING", `The local Azure is already running at ${record.url}.`, {
    hint: "Stop it first with 'azlin local stop'.",
    details: { url: record.url, ephemeral: record.ephemeral },
  });
}

function notStopped({ pid }: ServerRecord): DeadlineError {
  return new DeadlineError("LOCAL_CLOUD_NOT_STOPPED", `The local Azure (process ${pid}) did not end.`, {
    operation: "stopping the local Azure",
    afterMs: STOP_MS,
    hint: `Wait for it, or end it with 'kill -9 ${pid}': changes of the last moment are lost then.`,
  });
}

import { stat } from "node:fs/promises";
import { PrerequisiteError, toAzlinError, type Clock, type SerializedError } from "@azlin/core";
import { EMPTY_CONFIG, type LifecycleConfig } from "../config/parse-lifecycle-config.ts";
import { readLifecycleConfig } from "../config/read-lifecycle-config.ts";

/** Milliseconds between two looks at the file. */
const LOOK_MS = 1_000;

/**
 * The configuration that is in force. A file that is broken, or is gone, leaves the one before in force and is told of by
 * {@link ConfigWatch.error}.
 */
export class ConfigWatch {
  readonly #path: string;
  readonly #clock: Clock;
  #config: LifecycleConfig = EMPTY_CONFIG;
  #error: SerializedError | null = null;
  #version: string | undefined;

  constructor(path: string, clock: Clock) {
    this.#path = path;
    this.#clock = clock;
  }

  get config(): LifecycleConfig {
    return this.#config;
  }

  /** Why the file that is there is not in force; `null` when it is. */
  get error(): SerializedError | null {
    return this.#error;
  }

  /** Reads the file for the first time: a broken one is an error here. @throws what {@link readLifecycleConfig} throws. */
  async load(): Promise<void> {
    this.#version = await versionOf(this.#path);
    this.#config = await readLifecycleConfig(this.#path);
  }

  /** Reads the file again. @returns whether another configuration is in force now. Never throws. */
  async reload(): Promise<boolean> {
    this.#version = await versionOf(this.#path);
    try {
      if (this.#version === MISSING && this.#config !== EMPTY_CONFIG) throw gone(this.#path);
      this.#config = await readLifecycleConfig(this.#path);
      this.#error = null;
      return true;
    } catch (error) {
      this.#error = toAzlinError(error, { operation: "read the configuration" }).toJSON();
      return false;
    }
  }

  /** Looks at the file every second until the signal aborts, and reads it again when it has changed. */
  async follow(onReload: (isInForce: boolean) => Promise<void>, signal: AbortSignal): Promise<void> {
    while (await this.#waited(signal)) {
      if ((await versionOf(this.#path)) !== this.#version) await onReload(await this.reload());
    }
  }

  async #waited(signal: AbortSignal): Promise<boolean> {
    return this.#clock.delay(LOOK_MS, { signal }).then(
      () => true,
      () => false,
    );
  }
}

const MISSING = "missing";

async function versionOf(path: string): Promise<string> {
  return stat(path).then(
    ({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`,
    () => MISSING,
  );
}

function gone(path: string): PrerequisiteError {
  return new PrerequisiteError("CONFIG_GONE", `${path} is gone; what it said before stays in force.`, {
    hint: "Put it back, or restart the daemon to monitor nothing.",
    details: { path },
  });
}

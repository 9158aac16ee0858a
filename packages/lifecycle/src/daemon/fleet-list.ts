import { toAzlinError, type Clock, type SerializedError } from "@azlin/core";
import type { MonitoredVm } from "@azlin/health";
import type { LifecycleDaemonOptions } from "./lifecycle-daemon-options.ts";

/** Milliseconds between two lists: for tags, addresses, and VMs that come and go. */
const REFRESH_MS = 300_000;
/** Milliseconds until the next when one could not be had. */
const RETRY_MS = 15_000;

/** The VMs there are, as last listed. */
export class FleetList {
  readonly #listVms: LifecycleDaemonOptions["listVms"];
  readonly #clock: Clock;
  #vms: readonly MonitoredVm[] | undefined;
  #error: SerializedError | null = null;

  constructor(listVms: LifecycleDaemonOptions["listVms"], clock: Clock) {
    this.#listVms = listVms;
    this.#clock = clock;
  }

  /** `undefined` before they were listed for the first time. */
  get vms(): readonly MonitoredVm[] | undefined {
    return this.#vms;
  }

  /** Why they could not be listed the last time; `null` when they could. */
  get error(): SerializedError | null {
    return this.#error;
  }

  /** Lists them anew; what was listed before stays when that fails. @throws only the signal's reason. */
  async refresh(signal: AbortSignal): Promise<void> {
    try {
      this.#vms = await this.#listVms({ signal });
      this.#error = null;
    } catch (error) {
      signal.throwIfAborted();
      this.#error = toAzlinError(error, { operation: "list the VMs" }).toJSON();
    }
  }

  /** Lists them again and again until the signal aborts. */
  async follow(onRefresh: () => void, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.refresh(signal).then(onRefresh, () => {});
      const waitMs = this.#error === null ? REFRESH_MS : RETRY_MS;
      await this.#clock.delay(waitMs, { signal }).catch(() => {});
    }
  }
}

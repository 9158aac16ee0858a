import { tryParseResourceId, type Clock } from "@azlin/core";
import type { HealthMonitor, PowerOfVms, PowerReading } from "@azlin/health";

/**
 * Power states for VMs that are checked one by one, each at its own time, from lists that they share. A VM wants one that was
 * made since its last check: that comes to about one list for each subscription and interval.
 */
export class PowerRounds {
  readonly #monitor: Pick<HealthMonitor, "readFleetPower">;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #rounds = new Map<string, { readonly states: PowerOfVms; readonly atMs: number }>();

  /** @param signal - ends what is being read. */
  constructor(monitor: Pick<HealthMonitor, "readFleetPower">, clock: Clock, signal: AbortSignal) {
    this.#monitor = monitor;
    this.#clock = clock;
    this.#signal = signal;
  }

  /** The state of a VM, from a list that was made after `sinceMs`. What went wrong is in the reading. */
  of(vmId: string, sinceMs: number): Promise<PowerReading> {
    const key = tryParseResourceId(vmId)?.subscriptionId?.toLowerCase() ?? "";
    const nowMs = this.#clock.now();
    const known = this.#rounds.get(key);
    // A clock that was set back makes it no younger.
    const isFresh = known !== undefined && known.atMs > sinceMs && known.atMs <= nowMs;
    const round = isFresh ? known : { states: this.#monitor.readFleetPower({ signal: this.#signal }), atMs: nowMs };
    this.#rounds.set(key, round);
    return round.states.of(vmId);
  }

  /** Has the next VM of every subscription list it anew. */
  forget(): void {
    this.#rounds.clear();
  }
}

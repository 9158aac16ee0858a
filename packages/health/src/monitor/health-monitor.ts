import { resourceKey, tryParseResourceId, type AbortOptions } from "@azlin/core";
import pLimit from "p-limit";
import type { AzureReadContext } from "../azure/azure-read.ts";
import { ComputeClients } from "../azure/compute-clients.ts";
import type { PowerReading } from "../azure/power-reading.ts";
import { readVmState } from "../azure/read-vm-state.ts";
import type { MetricsReading } from "../metrics/vm-metrics.ts";
import type { SshReading } from "../ssh/ssh-reading.ts";
import { afterPowerChange, newHistory, type HealthHistory } from "../verdict/health-history.ts";
import { judge } from "../verdict/judge.ts";
import { resolveThresholds } from "../verdict/thresholds.ts";
import { FleetPower, type PowerOfVms } from "./fleet-power.ts";
import { resolveMonitorOptions, type HealthMonitorOptions, type MonitorContext } from "./monitor-options.ts";
import type { MonitoredVm } from "./monitored-vm.ts";
import { observeVm, readVmMetrics } from "./observe-vm.ts";
import { probeVmSsh } from "./probe-vm-ssh.ts";
import type { FleetHealth, VmHealth } from "./vm-health.ts";

/** Options of {@link HealthMonitor.checkVmHealth}. */
export interface CheckVmOptions extends AbortOptions {
  /** Its power state, when that was read already. Default: it is read from the VM's own instance view. */
  readonly power?: PowerReading | undefined;
}

/** Options of {@link HealthMonitor.checkFleet}. */
export interface CheckFleetOptions extends AbortOptions {
  /** Told of each VM as soon as it is judged. */
  readonly onVm?: (health: VmHealth) => void;
}

/**
 * Checks VMs and remembers what it saw, in memory. Errors are part of what a check says: nothing throws but the caller's
 * own signal, and wrong options.
 */
export class HealthMonitor {
  readonly #context: MonitorContext;
  readonly #clients: ComputeClients;
  readonly #histories = new Map<string, HealthHistory>();

  /** @throws ValidationError (`INVALID_TIMEOUT`, `INVALID_THRESHOLDS`, `INVALID_CONCURRENCY`). */
  constructor(options: HealthMonitorOptions) {
    this.#context = resolveMonitorOptions(options);
    this.#clients = new ComputeClients(options.transport, "azlin-health");
  }

  /**
   * Checks one VM: its power state from its own instance view, SSH, metrics; and judges it with what was seen before.
   *
   * @throws ValidationError (`INVALID_THRESHOLDS`) for the VM's own thresholds; the signal's reason.
   */
  async checkVmHealth(vm: MonitoredVm, { signal, power }: CheckVmOptions = {}): Promise<VmHealth> {
    return this.#check(vm, power ?? (await this.getVmState(vm.id, { signal })), signal);
  }

  /**
   * The power states of a moment, for whoever checks VMs one by one: each subscription is listed when the first of its VMs is
   * asked for, and not again.
   */
  readFleetPower({ signal }: AbortOptions = {}): PowerOfVms {
    return this.#fleetPower(signal);
  }

  /** Reads the power state of one VM. What goes wrong is in the reading. @throws only the signal's reason. */
  getVmState(vmId: string, { signal }: AbortOptions = {}): Promise<PowerReading> {
    return readVmState(this.#clients, vmId, { ...this.#azure(), signal });
  }

  /** Whether an SSH server answers on a VM, without signing in. @throws only the signal's reason. */
  checkSshConnectivity(vm: MonitoredVm, { signal }: AbortOptions = {}): Promise<SshReading> {
    return probeVmSsh(this.#context, vm, { signal });
  }

  /** Reads a VM's metrics over SSH; `null` without a shell. @throws only the signal's reason. */
  getMetrics(vm: MonitoredVm, { signal }: AbortOptions = {}): Promise<MetricsReading | null> {
    return readVmMetrics(this.#context, vm, { previous: this.history(vm.id).cpuTimes, signal });
  }

  /**
   * Checks many VMs: the power states of each subscription by one list call, then each VM by itself, so many at once as
   * the monitor's `concurrency`. A subscription that answers late holds up only its own VMs.
   *
   * @throws ValidationError (`INVALID_THRESHOLDS`) for a VM's own thresholds, before anything is asked; the signal's reason.
   */
  async checkFleet(vms: readonly MonitoredVm[], { signal, onVm }: CheckFleetOptions = {}): Promise<FleetHealth> {
    for (const vm of vms) this.#thresholdsOf(vm);
    const { clock, concurrency } = this.#context;
    const atMs = clock.now();
    const power = this.#fleetPower(signal);
    const subscriptionIds = subscriptionsOf(vms);
    const slot = pLimit(concurrency);
    const checkOne = async (vm: MonitoredVm): Promise<VmHealth> => {
      const subscriptionId = tryParseResourceId(vm.id)?.subscriptionId;
      // A VM takes a slot only when its list is there.
      if (subscriptionId !== undefined) await power.list(subscriptionId);
      return slot(async () => {
        const health = await this.#check(vm, await power.of(vm.id), signal);
        onVm?.(health);
        return health;
      });
    };
    const checked = await Promise.all(vms.map(checkOne));
    const unread = await Promise.all(
      subscriptionIds.map(async (subscriptionId) => {
        const { error } = await power.list(subscriptionId);
        return error === null ? [] : [{ subscriptionId, error }];
      }),
    );
    return { vms: checked, unread: unread.flat(), atMs, durationMs: clock.now() - atMs };
  }

  /** What is remembered of a VM; an empty history when it was never checked. */
  history(vmId: string): HealthHistory {
    return this.#histories.get(resourceKey(vmId)) ?? newHistory(vmId);
  }

  /** What is remembered of all VMs, to be stored and given to {@link restore} later. */
  histories(): readonly HealthHistory[] {
    return [...this.#histories.values()];
  }

  /** Takes over what was remembered, in place of what is. */
  restore(histories: Iterable<HealthHistory>): void {
    for (const history of histories) this.#histories.set(resourceKey(history.vmId), history);
  }

  /** To be told when somebody has restarted, started or stopped a VM: what was counted is void. */
  notePowerChange(vmId: string): void {
    this.restore([afterPowerChange(this.history(vmId), this.#context.clock.now())]);
  }

  /** Forgets a VM that is not to be checked any more. */
  forget(vmId: string): void {
    this.#histories.delete(resourceKey(vmId));
  }

  async #check(vm: MonitoredVm, power: PowerReading, signal: AbortSignal | undefined): Promise<VmHealth> {
    signal?.throwIfAborted();
    const thresholds = this.#thresholdsOf(vm);
    const { cpuTimes } = this.history(vm.id);
    const observation = await observeVm(this.#context, vm, { power, cpuTimes, signal });
    // Read again: another check of the same VM may have ended meanwhile.
    const verdict = judge(observation, this.history(vm.id), thresholds);
    this.restore([verdict.history]);
    return { vmId: vm.id, name: vm.name, verdict, observation };
  }

  #fleetPower(signal: AbortSignal | undefined): FleetPower {
    return new FleetPower(this.#clients, { ...this.#azure(), signal });
  }

  #thresholdsOf({ thresholds }: MonitoredVm): MonitorContext["thresholds"] {
    const own = this.#context.thresholds;
    return thresholds === undefined ? own : resolveThresholds({ ...own, ...thresholds });
  }

  #azure(): AzureReadContext {
    const { clock, random, timeouts } = this.#context;
    return { clock, random, timeoutMs: timeouts.azureMs };
  }
}

function subscriptionsOf(vms: readonly MonitoredVm[]): readonly string[] {
  const ids = vms.flatMap(({ id }) => tryParseResourceId(id)?.subscriptionId ?? []);
  return [...new Map(ids.map((id) => [id.toLowerCase(), id])).values()];
}

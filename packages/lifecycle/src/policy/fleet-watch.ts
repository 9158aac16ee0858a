import { toldBy, type CheckedVm } from "./checked-vm.ts";
import type { FleetView } from "./fleet-view.ts";
import type { HealHistory } from "./heal-history.ts";
import type { HealingPolicy } from "./healing-policy.ts";
import { Tally } from "./tally.ts";

/** What is remembered of a VM: when its last check was made, if it could tell or failed before, and since when it fails. */
interface Watched {
  readonly toldAtMs: number | null;
  readonly failingSinceMs: number | null;
}

const NOTHING_TOLD: Watched = { toldAtMs: null, failingSinceMs: null };

/**
 * What all monitored VMs are like, for {@link decide}. A check is recorded in constant time; a view takes time with the
 * seconds over which the latest checks are spread, not with the VMs.
 */
export class FleetWatch {
  readonly #vms = new Map<string, Watched>();
  readonly #healing = new Set<string>();
  /** Latest checks of VMs that are known, by when they were made: of all, and of those that fail. */
  readonly #told = new Tally();
  readonly #failed = new Tally();
  /** VMs that fail, by when they began to. */
  readonly #begun = new Tally();

  /** Counts a VM as monitored, before its first check: the first of many to be checked is not the only one. */
  add(vmId: string): void {
    if (!this.#vms.has(vmId)) this.#vms.set(vmId, NOTHING_TOLD);
  }

  /** Notes a check. `history` is with it counted: {@link afterCheck}. */
  record(history: HealHistory, checked: CheckedVm): void {
    const { failingSinceMs } = history;
    // What failed and now cannot be told stays suspect: an outage is not over because Azure does not answer either.
    const isKnown = failingSinceMs !== null || toldBy(checked) !== undefined;
    this.#replace(history.vmId, { toldAtMs: isKnown ? checked.observation.atMs : null, failingSinceMs });
    this.recordHeal(history);
  }

  /** Notes that a heal of a VM has begun or ended: {@link afterHeal}, {@link afterHealEnd}. */
  recordHeal({ vmId, healingSinceMs }: Pick<HealHistory, "vmId" | "healingSinceMs">): void {
    if (healingSinceMs === null) this.#healing.delete(vmId);
    else this.#healing.add(vmId);
  }

  /** Forgets a VM that is no longer monitored. */
  forget(vmId: string): void {
    this.#replace(vmId, NOTHING_TOLD);
    this.#vms.delete(vmId);
    this.#healing.delete(vmId);
  }

  /** The fleet as a VM sees it whose last check was recorded. To one that does not fail, nothing was checked since. */
  view({ failingSinceMs }: Pick<HealHistory, "failingSinceMs">, policy: HealingPolicy): FleetView {
    const fleet = { monitored: this.#vms.size, healing: this.#healing.size };
    if (failingSinceMs === null) return { ...fleet, checked: 0, failing: 0, together: 0 };
    return {
      ...fleet,
      checked: this.#told.since(failingSinceMs),
      failing: this.#failed.since(failingSinceMs),
      together: this.#begun.mostWithin(policy.fleet.correlatedWindowMs),
    };
  }

  #replace(vmId: string, next: Watched): void {
    const before = this.#vms.get(vmId) ?? NOTHING_TOLD;
    this.#vms.set(vmId, next);
    move(this.#told, before.toldAtMs, next.toldAtMs);
    move(this.#failed, failedAt(before), failedAt(next));
    move(this.#begun, before.failingSinceMs, next.failingSinceMs);
  }
}

/** When a VM's last check was made, if it failed. */
function failedAt({ toldAtMs, failingSinceMs }: Watched): number | null {
  return failingSinceMs === null ? null : toldAtMs;
}

function move(tally: Tally, from: number | null, to: number | null): void {
  if (from === to) return;
  if (from !== null) tally.add(from, -1);
  if (to !== null) tally.add(to, 1);
}

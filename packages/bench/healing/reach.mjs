import { WORLD } from "./rates.mjs";

/** Which VMs can be reached, and whether Azure can be asked: nothing that heals has a part in it. */
export class Reach {
  #cuts = new Uint8Array(WORLD.vms);
  #outageSinceMs = new Float64Array(WORLD.vms).fill(Infinity);
  #outages = 0;
  #readErrors = 0;

  get isUnread() {
    return this.#readErrors > 0;
  }

  /** Whether a large part of the fleet cannot be reached. */
  get isOutage() {
    return this.#outages > 0;
  }

  isCutOff(vm) {
    return this.#cuts[vm] > 0;
  }

  /** Since when it is cut off with a large part of the fleet; `Infinity` when it is not. */
  outageSinceMs(vm) {
    return this.#outageSinceMs[vm];
  }

  unread() {
    this.#readErrors += 1;
  }

  readable() {
    this.#readErrors -= 1;
  }

  cutOff({ vms, atMs, isOutage }) {
    if (isOutage) this.#outages += 1;
    for (const vm of vms) {
      this.#cuts[vm] += 1;
      if (isOutage) this.#outageSinceMs[vm] = Math.min(this.#outageSinceMs[vm], atMs);
    }
  }

  reachable({ vms, isOutage }) {
    if (isOutage) this.#outages -= 1;
    for (const vm of vms) {
      this.#cuts[vm] -= 1;
      if (isOutage) this.#outageSinceMs[vm] = Infinity;
    }
  }
}

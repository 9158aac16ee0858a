import { RATES, WORLD } from "./rates.mjs";

/** Heals of one VM that are too many for everybody: what azlin's default budgets allow. */
const BUDGETS = [
  { count: 3, windowMs: 30 * 60_000 },
  { count: 6, windowMs: 24 * 3_600_000 },
];

const DAY_MS = 24 * 3_600_000;

/** What one rule does to one or more worlds. */
export class Measures {
  heals = 0;
  /** Heals of VMs that worked: that could not be reached at the time. */
  healthy = 0;
  /** Heals of VMs that were on their way up. */
  booting = 0;
  /** The two above, apart from times in which a large part of the fleet could not be reached. */
  falseOutsideOutages = 0;
  /** Heals of VMs that worked, for failures that began in such a time. */
  inOutages = 0;
  /** Heals that were asked for although a user, or Azure, had stopped the VM; Azure refuses to restart these. */
  stopped = 0;
  overBudget = 0;
  whileUnderWay = 0;
  mostInADay = 0;
  downMs = 0;
  repairs = { count: 0, ms: 0 };
  #healsOf = Array.from({ length: WORLD.vms }, () => []);

  /** Forgets when VMs were healed: the next world has others. */
  beginWorld() {
    this.#healsOf = Array.from({ length: WORLD.vms }, () => []);
  }

  /** A heal; `state` is what the VM, and what is around it, was at the time. */
  heal(vm, atMs, state) {
    this.heals += 1;
    this.#countFalse(state);
    const times = this.#healsOf[vm];
    if (times.length > 0 && atMs < times.at(-1) + RATES.restartMs) this.whileUnderWay += 1;
    while (times.length > 0 && times[0] <= atMs - DAY_MS) times.shift();
    times.push(atMs);
    this.mostInADay = Math.max(this.mostInADay, times.length);
    if (BUDGETS.some(({ count, windowMs }) => countAfter(times, atMs - windowMs) > count)) this.overBudget += 1;
  }

  #countFalse({ isUp, isBooting, isOutage, isForOutage }) {
    if (isUp) this.healthy += 1;
    if (isBooting) this.booting += 1;
    if ((isUp || isBooting) && !isOutage) this.falseOutsideOutages += 1;
    if (isForOutage) this.inOutages += 1;
  }

  repaired(ms) {
    this.repairs.count += 1;
    this.repairs.ms += ms;
  }
}

function countAfter(times, afterMs) {
  let index = times.length;
  while (index > 0 && times[index - 1] > afterMs) index -= 1;
  return times.length - index;
}

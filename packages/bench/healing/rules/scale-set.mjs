import { draws } from "../draws.mjs";
import { RATES, WORLD } from "../rates.mjs";
import { GONE, OPEN } from "../sights.mjs";

const THRESHOLD = 3;
const [GRACE_MS, MAX_SHARE, IN_VAIN] = [10 * 60_000, 0.05, 3];

/**
 * As VM scale sets repair: grace after any change of state, a share of the set at once, and suspended, until a person
 * resumes it, when repairs of a VM stay in vain.
 */
export function scaleSetRule({ seed }, truth) {
  const chance = draws(seed + 3_000_000);
  const failures = new Uint32Array(WORLD.vms);
  const inVain = new Uint32Array(WORLD.vms);
  const repairedAtMs = new Map();
  let suspendedUntilMs = 0;

  const isInGrace = (vm, atMs) => atMs - truth.operationAtMs[vm] < GRACE_MS;
  const isFull = (atMs) => {
    for (const [vm, sinceMs] of repairedAtMs) if (atMs - sinceMs >= GRACE_MS) repairedAtMs.delete(vm);
    return repairedAtMs.size >= Math.max(1, Math.floor(MAX_SHARE * WORLD.vms));
  };
  const repair = (vm, atMs) => {
    if (inVain[vm] >= IN_VAIN) {
      suspendedUntilMs = atMs + chance.between(RATES.crash.personMs);
      inVain[vm] = 0;
      return undefined;
    }
    failures[vm] = 0;
    inVain[vm] += 1;
    repairedAtMs.set(vm, atMs);
    return 0;
  };
  return {
    starts: true,
    readsAzure: false,
    check: (vm, atMs, sight) => {
      failures[vm] = sight === OPEN || sight === GONE ? 0 : failures[vm] + 1;
      if (sight === OPEN) {
        inVain[vm] = 0;
        repairedAtMs.delete(vm);
      }
      if (failures[vm] < THRESHOLD || isInGrace(vm, atMs) || atMs < suspendedUntilMs || isFull(atMs)) return undefined;
      return repair(vm, atMs);
    },
    isAtRest: () => true,
  };
}

import { draws } from "../draws.mjs";
import { RATES, WORLD } from "../rates.mjs";
import { GONE, OPEN } from "../sights.mjs";

const THRESHOLD = 3;
const [ATTEMPTS, INTERVAL_MS, DELAY_MS, JITTER] = [2, 30 * 60_000, 15_000, 0.25];

/** Nomad's defaults for a service: two restarts in half an hour, then failed until a person has seen to it. */
export function nomadRule({ seed }, truth) {
  const chance = draws(seed + 2_000_000);
  const failures = new Uint32Array(WORLD.vms);
  const attempts = Array.from({ length: WORLD.vms }, () => []);
  const failedUntilMs = new Float64Array(WORLD.vms);
  const failedAtOperationMs = new Float64Array(WORLD.vms);

  /** A person, or whoever has restarted it otherwise, sets it going again. */
  const isFailed = (vm, atMs) => atMs < failedUntilMs[vm] && failedAtOperationMs[vm] === truth.operationAtMs[vm];
  const restart = (vm, atMs) => {
    attempts[vm] = attempts[vm].filter((time) => time > atMs - INTERVAL_MS);
    if (attempts[vm].length >= ATTEMPTS) {
      failedUntilMs[vm] = atMs + chance.between(RATES.crash.personMs);
      failedAtOperationMs[vm] = truth.operationAtMs[vm];
      return undefined;
    }
    attempts[vm].push(atMs);
    return DELAY_MS * (1 + JITTER * chance.next());
  };
  return {
    starts: true,
    readsAzure: false,
    check: (vm, atMs, sight) => {
      failures[vm] = sight === OPEN || sight === GONE || isFailed(vm, atMs) ? 0 : failures[vm] + 1;
      if (failures[vm] < THRESHOLD) return undefined;
      failures[vm] = 0;
      return restart(vm, atMs);
    },
    isAtRest: () => true,
  };
}

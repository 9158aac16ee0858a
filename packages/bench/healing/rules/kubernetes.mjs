import { WORLD } from "../rates.mjs";
import { GONE, OPEN } from "../sights.mjs";

const THRESHOLD = 3;
const [BASE_MS, MAX_MS, RESET_MS] = [10_000, 300_000, 600_000];

/** As the kubelet restarts containers: a liveness probe, and a back-off that ten clean minutes reset. */
export function kubernetesRule() {
  const failures = new Uint32Array(WORLD.vms);
  const steps = new Uint32Array(WORLD.vms);
  const cleanSinceMs = new Float64Array(WORLD.vms).fill(Number.NaN);
  const lastCleanMs = new Float64Array(WORLD.vms);

  const succeed = (vm, atMs) => {
    failures[vm] = 0;
    if (Number.isNaN(cleanSinceMs[vm])) cleanSinceMs[vm] = atMs;
    lastCleanMs[vm] = atMs;
  };
  return {
    starts: true,
    readsAzure: false,
    check: (vm, atMs, sight) => {
      if (sight === OPEN) return succeed(vm, atMs);
      if (sight === GONE) return void (failures[vm] = 0);
      failures[vm] += 1;
      if (failures[vm] < THRESHOLD) return undefined;
      if (lastCleanMs[vm] - cleanSinceMs[vm] >= RESET_MS) steps[vm] = 0;
      failures[vm] = 0;
      cleanSinceMs[vm] = Number.NaN;
      return Math.min(MAX_MS, BASE_MS * 2 ** steps[vm]++);
    },
    isAtRest: () => true,
  };
}

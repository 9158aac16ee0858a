import { WORLD } from "../rates.mjs";
import { OPEN } from "../sights.mjs";

const THRESHOLD = 3;

/**
 * The plainest rule: restart after three checks without SSH, and at each further one, whatever the reason.
 *
 * @param isReset - whether it counts to three anew after each restart.
 */
export function seedRule({ isReset = false } = {}) {
  return () => {
    const failures = new Uint32Array(WORLD.vms);
    return {
      starts: false,
      readsAzure: false,
      check: (vm, _atMs, sight) => {
        failures[vm] = sight === OPEN ? 0 : failures[vm] + 1;
        if (failures[vm] < THRESHOLD) return undefined;
        if (isReset) failures[vm] = 0;
        return 0;
      },
      isAtRest: () => true,
      /** It asks for restarts of what somebody has stopped, so often in so many checks. */
      heedlessly: (vm, checks) => {
        const total = failures[vm] + checks;
        const asked = isReset ? Math.floor(total / THRESHOLD) : Math.max(0, total - THRESHOLD + 1 - failures[vm]);
        failures[vm] = isReset ? total % THRESHOLD : total;
        return Math.min(asked, checks);
      },
    };
  };
}

import { compete } from "./compete.mjs";
import { azlin } from "./contestants/azlin.mjs";
import { nukeLoop } from "./contestants/nuke-loop.mjs";
import { seedAlgorithm } from "./contestants/seed-algorithm.mjs";
import { makeWorld } from "./make-world.mjs";
import { SCALE } from "./scale.mjs";

/** All that is under way at once; nothing but the order of who uses whom holds it back. */
const UNLIMITED = 5_000;
const CONTESTANTS = { azlin: azlin({ concurrency: UNLIMITED }), seedAlgorithm, nukeLoop };

/**
 * Lets each clean up the same worlds.
 *
 * @returns what became of each, one entry for each world, by name
 */
export async function tournament({ seeds }) {
  await warmUp();
  const results = Object.fromEntries(Object.keys(CONTESTANTS).map((name) => [name, []]));
  for (const seed of seeds) {
    const world = makeWorld(seed);
    for (const [name, contestant] of Object.entries(CONTESTANTS)) {
      results[name].push(await compete(world, contestant));
    }
  }
  return results;
}

/**
 * azlin in a world of its own: when no group goes as a whole, with no more under way at once than by default, and so with
 * Azure's own limits instead of throttling by chance.
 */
export async function variants(seed) {
  const world = makeWorld(seed);
  const singly = makeWorld(seed, { ...SCALE, ownGroups: 0 });
  return {
    oneByOne: await compete(singly, azlin({ concurrency: UNLIMITED })),
    byDefault: await compete(world, azlin()),
    byDefaultWithLimits: await compete(world, azlin(), { throttling: "limits" }),
  };
}

/** Loads what is loaded late: loading takes real time, in which the clock would leap. */
async function warmUp() {
  const world = makeWorld(0, { ...SCALE, vms: SCALE.groups });
  for (const contestant of Object.values(CONTESTANTS)) await compete(world, contestant);
}

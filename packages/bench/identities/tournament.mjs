import { killed, live } from "./compete.mjs";
import { azlin } from "./contestants/azlin.mjs";
import { seedAlgorithm } from "./contestants/seed-algorithm.mjs";
import { vaultEngine } from "./contestants/vault-engine.mjs";

const CONTESTANTS = {
  azlin,
  vaultEngine,
  seedAlgorithm: seedAlgorithm({ isPatient: false }),
  patientSeed: seedAlgorithm({ isPatient: true }),
};

/**
 * Each makes an identity in each world twice: once undisturbed, and once killed at a step: at the first before Azure gets its
 * request, at the first after, at the second before, and so on from world to world.
 *
 * @returns by name what became of each, one entry for each world.
 */
export async function tournament(worlds) {
  await warmUp();
  const results = Object.fromEntries(Object.keys(CONTESTANTS).map((name) => [name, { live: [], killed: [] }]));
  for (let seed = 1; seed <= worlds; seed++) {
    for (const [name, contestant] of Object.entries(CONTESTANTS)) {
      const lived = await live(contestant, seed);
      const kill = killOf(seed, lived);
      results[name].live.push(lived);
      results[name].killed.push({ kill, ...(await killed(contestant, seed, kill)) });
    }
  }
  return results;
}

function killOf(seed, { steps }) {
  const moment = seed % (2 * steps.length);
  return { atWrite: steps[moment >> 1], when: moment % 2 === 0 ? "before" : "after" };
}

/** Loads what is loaded late: loading takes real time, in which the clock would leap. */
async function warmUp() {
  for (const contestant of Object.values(CONTESTANTS)) await live(contestant, 0);
}

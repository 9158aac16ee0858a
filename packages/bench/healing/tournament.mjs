import { Measures } from "./measures.mjs";
import { azlinRule } from "./rules/azlin.mjs";
import { kubernetesRule } from "./rules/kubernetes.mjs";
import { nomadRule } from "./rules/nomad.mjs";
import { scaleSetRule } from "./rules/scale-set.mjs";
import { seedRule } from "./rules/seed-rule.mjs";
import { simulate } from "./simulate.mjs";
import { makeWorld } from "./world.mjs";

/** Who heals, by name. */
const RULES = {
  azlin: azlinRule,
  everyFailure: seedRule(),
  threeFailures: seedRule({ isReset: true }),
  kubernetes: kubernetesRule,
  nomad: nomadRule,
  scaleSet: scaleSetRule,
};

/**
 * Lets each rule heal the same worlds.
 *
 * @returns its measures over all of them, by name
 */
export function tournament({ seeds }) {
  const entries = Object.keys(RULES).map((name) => [name, new Measures()]);
  for (let seed = 1; seed <= seeds; seed++) {
    const world = makeWorld(seed);
    for (const [name, measures] of entries) simulate(world, RULES[name], measures);
  }
  return Object.fromEntries(entries);
}

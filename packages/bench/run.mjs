import process from "node:process";

/** Every benchmark, loaded when asked for. */
const BENCHES = {
  emulator: () => import("./benches/emulator.mjs"),
  broker: () => import("./benches/broker.mjs"),
  bus: () => import("./benches/bus.mjs"),
  "bus-soak": () => import("./benches/bus-soak.mjs"),
  startup: () => import("./benches/startup.mjs"),
  "list-cold": () => import("./benches/list-cold.mjs"),
  "list-10k": () => import("./benches/list-10k.mjs"),
  "tags-cached": () => import("./benches/tags-cached.mjs"),
  "tags-write": () => import("./benches/tags-write.mjs"),
  "exec-50": () => import("./benches/exec-50.mjs"),
  copy: () => import("./benches/copy.mjs"),
  pool: () => import("./benches/pool.mjs"),
  filter: () => import("./benches/filter.mjs"),
  "health-fleet": () => import("./benches/health-fleet.mjs"),
  daemon: () => import("./benches/daemon.mjs"),
  healing: () => import("./benches/healing.mjs"),
  cleanup: () => import("./benches/cleanup.mjs"),
  identities: () => import("./benches/identities.mjs"),
};

const asked = process.argv.slice(2);
const names = asked.length === 1 && asked[0] === "all" ? Object.keys(BENCHES) : asked;
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));

if (names.length === 0 || unknown.length > 0) {
  const problem = unknown.length > 0 ? `There is no benchmark '${unknown.join("', '")}'. ` : "";
  process.stderr.write(`${problem}Name some of: ${Object.keys(BENCHES).join(", ")}; or all.\n`);
  process.exitCode = 2;
} else {
  for (const name of names) {
    const { run } = await BENCHES[name]();
    const { figures, targets } = await run();
    const met = Object.values(targets).every((target) => target.met);
    process.stdout.write(`${JSON.stringify({ bench: name, met, targets, figures, node: process.version })}\n`);
    if (!met) process.exitCode = 1;
  }
}

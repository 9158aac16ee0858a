const LAYER_2 = [
  "tags",
  "vms",
  "ssh",
  "health",
  "event-bus",
  "sp-manager",
  "containers",
  "scenarios",
  "storage",
  "costs",
];

/** Stands for every package of the table. */
export const ANY = "*";

/** Which azlin packages the sources of a package may import: an edge that is not here is an error. */
export const IMPORT_TABLE = {
  core: [],

  transports: ["core"],
  emulator: ["core"],

  tags: ["core"],
  vms: ["core", "tags", "ssh"],
  ssh: ["core"],
  health: ["core", "ssh"],
  "event-bus": ["core"],
  "sp-manager": ["core"],
  containers: ["core"],
  scenarios: ["core"],
  storage: ["core", "ssh"],
  costs: ["core"],

  lifecycle: ["core", "health"],
  "status-sync": ["core", "health"],
  cleanup: ["core", "sp-manager"],
  "monitoring-api": ["core"],
  runs: ["core", ...LAYER_2, "cleanup", "monitoring-api"],

  cli: [ANY],
  testing: [ANY],
  bench: [ANY],
};

/** What tests may import on top of that, as devDependencies. */
export const FOR_TESTS = ["testing", "emulator", "transports"];

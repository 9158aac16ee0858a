import { build } from "./build.mjs";
import { checkLayers } from "./check-layers.mjs";
import { checkLinks } from "./check-links.mjs";
import { checkPublint, checkTypeResolution, packPackages } from "./check-packages.mjs";
import { checkRequirements } from "./check-requirements.mjs";
import { checkStructure } from "./check-structure.mjs";
import { checkFormat, checkLint, checkUnused } from "./check-style.mjs";
import { checkComponents } from "./components.mjs";
import { install } from "./install.mjs";
import { runExamples } from "./run-examples.mjs";
import { runTests, runTestsWithCoverage, runUnitTestsOn } from "./run-vitest.mjs";

const installed = ["install"];
const built = ["install", "build"];

/** Everything `npm test` can do, cheap steps first. An `extra` step runs only when it is asked for. */
export const STEPS = [
  { name: "install", title: "dependencies as locked", run: install },
  { name: "components", title: "real components on this machine", run: checkComponents },
  { name: "layers", title: "who imports whom", run: checkLayers },
  { name: "structure", title: "files, sizes, forbidden texts", run: checkStructure },
  { name: "links", title: "links between Markdown pages", run: checkLinks },
  { name: "format", title: "oxfmt", after: installed, run: checkFormat },
  { name: "lint", title: "oxlint: types and rules", after: installed, run: checkLint },
  { name: "build", title: "tsup", after: installed, run: build },
  { name: "knip", title: "unused files, exports, dependencies", after: installed, run: checkUnused },
  { name: "api", title: "public API as recorded in etc/", after: built, run: checkApi },
  { name: "pack", title: "pnpm pack", after: built, run: packPackages },
  { name: "publint", title: "packed packages fit together", after: ["pack"], run: checkPublint },
  { name: "attw", title: "types of the packed packages resolve", after: ["pack"], run: checkTypeResolution },
  { name: "tests", title: "vitest", after: [...built, "components"], alone: true, run: runTests },
  { name: "examples", title: "every example asserts and exits 0", after: built, alone: true, run: runExamples },
  { name: "requirements", title: "finished requirements are cited by tests", run: checkRequirements },
  {
    name: "coverage",
    title: "vitest with coverage",
    after: [...built, "components"],
    alone: true,
    extra: true,
    run: runTestsWithCoverage,
  },
  {
    name: "node22",
    title: "unit tests on Node 22",
    after: built,
    alone: true,
    extra: true,
    run: () => runUnitTestsOn(22),
  },
  {
    name: "node24",
    title: "unit tests on Node 24",
    after: built,
    alone: true,
    extra: true,
    run: () => runUnitTestsOn(24),
  },
];

/** The steps called `names` and those they come after. */
export function withPredecessors(names) {
  const wanted = new Set();
  const add = (name) => {
    wanted.add(name);
    STEPS.find((step) => step.name === name).after?.forEach(add);
  };
  names.forEach(add);
  return STEPS.filter((step) => wanted.has(step.name));
}

// api-extractor is only there after the installation.
async function checkApi() {
  const { checkApiReports } = await import("./api-reports.mjs");
  return checkApiReports();
}

import "./check-node.mjs";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { install } from "./install.mjs";
import { printRunning, printStep } from "./print.mjs";
import { schedule } from "./schedule.mjs";
import { root } from "./workspace.mjs";

const tour = join(root, "examples", "tour", "tour.mjs");

const steps = [
  { name: "install", run: install },
  { name: "build", after: ["install"], run: build },
];
const outcomes = await schedule(steps, { limit: 1, onStart: printRunning, onDone: printStep });
if ([...outcomes.values()].some((outcome) => outcome.failed > 0)) process.exit(1);

if (!existsSync(tour)) {
  console.error("The tour is missing: there is no examples/tour/tour.mjs in this checkout.");
  process.exit(1);
}
console.log();
// Ctrl-C reaches the tour too, which tidies up; its exit code is ours.
process.on("SIGINT", () => {});
spawn(process.execPath, [tour, ...process.argv.slice(2)], { cwd: root, stdio: "inherit" })
  .on("error", (error) => {
    console.error(`The tour could not be started: ${error.message}`);
    process.exit(1);
  })
  .on("exit", (code, signal) => process.exit(signal === null ? code : 130));

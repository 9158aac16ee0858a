import { join } from "node:path";
import { azlinHome } from "@azlin/core";
import type { runProcess } from "./run-process.ts";
import { loadProgram } from "./start/load-program.ts";
import { version } from "./version.ts";

const [first, ...others] = process.argv.slice(2);

// Asked for by scripts and editors all the time: answered before anything else is loaded.
if ((first === "--version" || first === "-V") && others.length === 0) {
  process.stdout.write(`${version}\n`);
} else {
  const { exports, remember } = loadProgram<{ readonly runProcess: typeof runProcess }>(
    join(__dirname, "run-process.cjs"),
    join(azlinHome(process.env), "cache", "code"),
  );
  void exports.runProcess(remember);
}

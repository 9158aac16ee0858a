import { spawn } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";

/**
 * Runs a program to its end.
 *
 * @returns its wall time in milliseconds and its output
 * @throws Error when it does not end with 0
 */
export function runProgram(command, args, { env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const since = performance.now();
    const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (data) => (stdout += data));
    child.stderr.on("data", (data) => (stderr += data));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve({ ms: performance.now() - since, stdout });
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}:\n${stderr}${stdout}`));
    });
  });
}

/** Runs a program of `children/`. */
export function runChild(name, args = [], options = {}) {
  return runProgram(
    process.execPath,
    [fileURLToPath(new URL(`../children/${name}.mjs`, import.meta.url)), ...args],
    options,
  );
}

/** The file that `azlin` runs. */
export const azlin = fileURLToPath(new URL("bin/azlin.cjs", import.meta.resolve("@azlin/cli/package.json")));

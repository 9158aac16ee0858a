import { spawn } from "node:child_process";
import { once } from "node:events";
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

/**
 * Waits for what a forked program says next.
 *
 * @throws Error when it ends instead
 */
export async function nextMessage(child) {
  const over = new AbortController();
  const { signal } = over;
  const ended = once(child, "exit", { signal }).then(([code, killer]) => {
    throw new Error(`${child.spawnargs.join(" ")} ended with ${code ?? killer} instead of an answer.`);
  });
  try {
    const [message] = await Promise.race([once(child, "message", { signal }), ended]);
    return message;
  } finally {
    over.abort();
  }
}

/** The file that `azlin` runs. */
export const azlin = fileURLToPath(new URL("bin/azlin.cjs", import.meta.resolve("@azlin/cli/package.json")));

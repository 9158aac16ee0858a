import { spawn } from "node:child_process";
import { join } from "node:path";
import { readJson, root } from "./workspace.mjs";

const DEFAULT_TIMEOUT_MS = 8 * 60_000;

/**
 * Runs a program to its end, without standard input.
 * Never throws: a program that cannot be started has code 127, one that was killed 124.
 *
 * @returns {Promise<{ code: number, stdout: string, output: string }>} `output` is both streams as they came.
 */
export function run(command, args, { cwd = root, env = {}, timeoutMs = DEFAULT_TIMEOUT_MS } = {}) {
  return new Promise((resolve) => {
    let stdout = "";
    let output = "";
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutMs,
      killSignal: "SIGKILL",
    });
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.on("error", (error) => resolve({ code: 127, stdout, output: `${command}: ${error.message}` }));
    child.on("close", (code, signal) => {
      if (signal !== null) output += `\n${command} was ended by ${signal} (limit: ${timeoutMs / 1000} s).`;
      resolve({ code: code ?? 124, stdout, output });
    });
  });
}

/** Runs a Node program with the Node of this process. */
export function runNode(args, options) {
  return run(process.execPath, args, options);
}

/** The script behind a tool of the root's devDependencies, to be run with {@link runNode}. */
export function tool(packageName, binName = packageName) {
  const dir = join(root, "node_modules", packageName);
  const { bin } = readJson(join(dir, "package.json"));
  return join(dir, typeof bin === "string" ? bin : bin[binName]);
}

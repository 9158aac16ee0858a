import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { onTestFinished } from "vitest";

/** What a bundle leaves outside, and where it is found. */
export interface OutsideBundle {
  /** Packages that stay outside, as they are native. */
  readonly external: readonly string[];
  /** Directory of the package that depends on them. */
  readonly owner: string;
}

const HERE: OutsideBundle = { external: [], owner: path.join(import.meta.dirname, "..") };

/**
 * Bundles a TypeScript file with our packages' sources, so that a plain Node can run it; answers the script's path.
 * It is removed when the test ends.
 */
export async function bundleScript(entryPoint: string, { external, owner }: OutsideBundle = HERE): Promise<string> {
  // Below node_modules, where a bundle finds what it does not hold.
  const cache = path.join(owner, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const directory = mkdtempSync(path.join(cache, "script-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const outfile = path.join(directory, `${path.basename(entryPoint, ".ts")}.mjs`);
  await build({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    external: [...external],
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["@azlin/source"],
    // Dependencies that are CommonJS call require.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "error",
  });
  return outfile;
}

/** Starts a script with Node, its output piped. It is killed when the test ends. */
export function startNode(script: string, ...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

/** Exit code of a child, or the signal that ended it. */
export function ended(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? signal));
  });
}

/** Everything a child writes to stdout and stderr until it ends. */
export async function outputOf(child: ChildProcess): Promise<string> {
  let text = "";
  child.stdout?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await new Promise((resolve) => child.once("close", resolve));
  return text;
}

/** Resolves when the child has written something. */
export function spoken(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.stdout?.once("data", () => resolve());
  });
}

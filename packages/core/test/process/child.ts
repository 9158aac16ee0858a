import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { onTestFinished } from "vitest";

const CACHE = join(import.meta.dirname, "../../node_modules/.cache");

/** Bundles a fixture, so that a plain Node can run it; answers its path. */
export async function bundleFixture(name: string): Promise<string> {
  mkdirSync(CACHE, { recursive: true });
  // Below node_modules, where the bundle finds our dependencies.
  const directory = mkdtempSync(join(CACHE, "core-fixture-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const outfile = join(directory, `${name}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, "fixtures", `${name}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  return outfile;
}

/** Starts a script with Node. It is killed when the test ends. */
export function startNode(script: string, ...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
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

/** Resolves when the child has written something. */
export function spoken(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.stdout?.once("data", () => resolve());
  });
}

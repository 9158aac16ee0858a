import { existsSync } from "node:fs";
import { join } from "node:path";
import { fingerprint, hasStamp, writeStamp } from "./fingerprint.mjs";
import { fromProcess } from "./outcome.mjs";
import { pnpm } from "./pnpm.mjs";
import { exitWith } from "./print.mjs";
import { examples, isMain, packages, root } from "./workspace.mjs";

/** Installs exactly what the lockfile says; does nothing when that was done and nothing changed since. */
export async function install() {
  const members = [...packages(), ...examples()];
  const manifests = [root, ...members.map((member) => member.dir)].map((dir) => join(dir, "package.json"));
  const inputs = fingerprint([join(root, "pnpm-lock.yaml"), join(root, "pnpm-workspace.yaml"), ...manifests]);
  if (hasStamp("install", inputs) && members.every(isLinked)) return { passed: 1, failed: 0, note: "up to date" };

  const result = await pnpm(["install", "--frozen-lockfile", "--config.confirmModulesPurge=false"]);
  if (result.code === 0) writeStamp("install", inputs);
  return fromProcess(result);
}

function isLinked({ dir, manifest }) {
  const hasDependencies = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).length > 0;
  return !hasDependencies || existsSync(join(dir, "node_modules"));
}

if (isMain(import.meta)) exitWith(await install());

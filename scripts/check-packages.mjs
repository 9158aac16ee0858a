import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { asOneCheck, fromProcess } from "./outcome.mjs";
import { pnpm } from "./pnpm.mjs";
import { runNode, tool } from "./run.mjs";
import { schedule } from "./schedule.mjs";
import { cacheDir, publishedPackages } from "./workspace.mjs";

const tarballs = join(cacheDir, "tarballs");

/** Packs every published package as `pnpm publish` would; the other checks of this file look into the tarballs. */
export async function packPackages() {
  rmSync(tarballs, { recursive: true, force: true });
  mkdirSync(tarballs, { recursive: true });
  return forEachPackage(({ dir, folder }) => pnpm(["pack", "--out", tarballOf(folder)], { cwd: dir }));
}

/** Whether entry points, files and fields of the packed packages fit together. */
export function checkPublint() {
  return forEachPackage(({ folder }) => runNode([tool("publint"), "run", tarballOf(folder), "--strict"]));
}

/** Whether the types of the packed packages resolve for every way of importing them. */
export function checkTypeResolution() {
  const attw = tool("@arethetypeswrong/cli", "attw");
  return forEachPackage(({ folder }) => runNode([attw, tarballOf(folder), "--profile", "esm-only", "--no-emoji"]));
}

function tarballOf(folder) {
  return join(tarballs, `${folder}.tgz`);
}

async function forEachPackage(command) {
  const tasks = publishedPackages().map((member) => ({
    name: member.name,
    run: async () => fromProcess(await command(member)),
  }));
  return asOneCheck(await schedule(tasks, { limit: 2 }));
}

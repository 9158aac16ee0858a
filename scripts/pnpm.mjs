import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "./run.mjs";
import { rootManifest } from "./workspace.mjs";

let folder;

/** Runs the pnpm that `packageManager` pins; npm fetches it into its own cache on first use. */
export async function pnpm(args, options = {}) {
  folder ??= findPnpm();
  const dir = await folder;
  return run(join(dir, "pnpm"), args, {
    ...options,
    env: { ...options.env, PATH: `${dir}${delimiter}${process.env.PATH}` },
  });
}

async function findPnpm() {
  const spec = `--package=${rootManifest.packageManager}`;
  const { stdout, output } = await run("npm", ["exec", "--yes", spec, "--", "node", "-p", "process.env.PATH"]);
  const found = stdout
    .trim()
    .split(delimiter)
    .find((dir) => existsSync(join(dir, "pnpm")));
  if (found === undefined) throw new Error(`npm could not fetch ${rootManifest.packageManager}.\n${output}`);
  return found;
}

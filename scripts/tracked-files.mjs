import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.mjs";
import { root } from "./workspace.mjs";

/** Files that are in git or would be by `git add`, relative to the root. */
export async function trackedFiles() {
  const { code, stdout, output } = await run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  if (code !== 0) throw new Error(`git could not list the files.\n${output}`);
  return stdout.split("\0").filter((file) => file !== "" && existsSync(join(root, file)));
}

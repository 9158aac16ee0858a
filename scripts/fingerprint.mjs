import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { cacheDir, root } from "./workspace.mjs";

/** All files below `dir` whose folders and names `keep` accepts, sorted. */
export function filesBelow(dir, keep = () => true) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => keep(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(dir, entry.name), keep) : [join(dir, entry.name)]))
    .toSorted((left, right) => (left < right ? -1 : 1));
}

/** One hash over the names and contents of files and over plain `parts`. */
export function fingerprint(files, parts = []) {
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  for (const part of parts) hash.update(`${part}\0`);
  return hash.digest("hex");
}

/** Whether the stamp `name` was last written with `value`. */
export function hasStamp(name, value) {
  const path = join(cacheDir, "stamps", name);
  return existsSync(path) && readFileSync(path, "utf8") === value;
}

/** Remembers `value` under `name` until `node_modules` goes. */
export function writeStamp(name, value) {
  const path = join(cacheDir, "stamps", name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, value);
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The folder of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where scripts keep stamps, reports and downloaded components; never tracked. */
export const cacheDir = join(root, "node_modules", ".cache", "azlin");

/** The root `package.json`. */
export const rootManifest = readJson(join(root, "package.json"));

/** Reads a JSON file. */
export function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** Workspace packages below `packages/`: `{ name, folder, dir, manifest }`, by folder name. */
export function packages() {
  return membersOf("packages");
}

/** Workspace packages below `examples/`. */
export function examples() {
  return membersOf("examples");
}

/** The packages that go to the registry. */
export function publishedPackages() {
  return packages().filter((member) => member.manifest.private !== true);
}

/** Names of the azlin packages that `manifest` needs at run time. */
export function runtimeDependencies(manifest) {
  const names = [manifest.dependencies, manifest.peerDependencies, manifest.optionalDependencies].flatMap((group) =>
    Object.keys(group ?? {}),
  );
  return names.filter((name) => name.startsWith("@azlin/"));
}

/** Names of the azlin packages whose sources go into what `manifest`'s package builds: a program bundles all of them. */
export function buildDependencies(manifest) {
  const bundled = manifest.bin === undefined ? [] : Object.keys(manifest.devDependencies ?? {});
  return [...runtimeDependencies(manifest), ...bundled.filter((name) => name.startsWith("@azlin/"))];
}

/** Whether the module was started as a program, as against imported. */
export function isMain(meta) {
  return process.argv[1] !== undefined && meta.url === pathToFileURL(process.argv[1]).href;
}

function membersOf(parent) {
  const base = join(root, parent);
  if (!existsSync(base)) return [];
  return readdirSync(base)
    .filter((folder) => existsSync(join(base, folder, "package.json")))
    .map((folder) => {
      const dir = join(base, folder);
      const manifest = readJson(join(dir, "package.json"));
      return { name: manifest.name, folder, dir, manifest };
    });
}

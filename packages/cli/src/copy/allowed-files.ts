import { posix, resolve } from "node:path";
import { ValidationError } from "@azlin/core";
import { placeName, type CopyPlace, type CopySource, type SourceFacts } from "@azlin/ssh";

/** Those of the files that are in a source, relative to its root, as the secret filter takes them. */
export function allowedFiles(source: CopyPlace, files: readonly CopyPlace[]): ReadonlySet<string> {
  const paths = files.map((file) => pathWithin(source, file)).filter((path) => path !== undefined);
  return new Set(paths.map((path) => (path === "" ? posix.basename(source.path) : path)));
}

/**
 * Checks that each file that was allowed is there: a slip of the pen is not taken for consent.
 *
 * @throws ValidationError (`ALLOWED_FILE_NOT_FOUND`).
 */
export function assertAllowedFound(
  sources: readonly CopySource[],
  facts: readonly SourceFacts[],
  files: readonly CopyPlace[],
): void {
  const isFound = (file: CopyPlace): boolean =>
    sources.some((source, index) => {
      const path = pathWithin(source, file);
      const { isDirectory, entries } = facts[index]!;
      if (path === "") return !isDirectory;
      return entries.some((entry) => entry.kind !== "directory" && entry.path.toString("utf8") === path);
    });
  const missing = files.find((file) => !isFound(file));
  if (missing === undefined) return;
  throw new ValidationError("ALLOWED_FILE_NOT_FOUND", `--allow ${placeName(missing)} is no file of the sources.`, {
    hint: "Name single files, spelled as in the list of what is held back.",
    details: { path: placeName(missing) },
  });
}

/** Path of a file below a source; empty for the source itself, `undefined` when it lies elsewhere. */
function pathWithin(source: CopyPlace, file: CopyPlace): string | undefined {
  if (source.kind === "local") {
    return file.kind === "local" ? below(resolve(source.path), resolve(file.path)) : undefined;
  }
  if (file.kind === "local" || file.target.vmId !== source.target.vmId) return undefined;
  return below(remotePath(source.path), remotePath(file.path));
}

function below(root: string, path: string): string | undefined {
  const way = posix.relative(root, path);
  return way === ".." || way.startsWith("../") ? undefined : way;
}

/** As if the home directory were the root of a tree of its own: it is not known where it is. */
function remotePath(path: string): string {
  return path.startsWith("/") ? posix.resolve(path) : posix.resolve("/~", path);
}

import { lstatSync, readdirSync, readlinkSync, type Dirent, type Stats } from "node:fs";
import type { EntryKind, FoundEntry } from "./tree-entry.ts";

/** What {@link walkTree} comes upon: an entry, or one it could not look at. */
export type Walked = FoundEntry | { readonly path: Buffer; readonly unreadable: string; readonly kind: EntryKind };

const SLASH = Buffer.from("/");

/**
 * Everything below a local directory, directories before what is in them. Links are not followed, so that none can
 * lead out or round in a circle. Only the names of one directory per level are in memory. All calls are made at once: a
 * way through Node's thread pool takes many times as long as they do.
 *
 * @param root - path of the directory.
 * @param only - names in it to begin with. Default: all.
 */
export function* walkTree(root: Buffer, only?: readonly Buffer[]): Generator<Walked> {
  const names = only ?? namesIn(root);
  yield* walkNames(root, Buffer.alloc(0), names);
}

function* walkNames(root: Buffer, parent: Buffer, names: readonly Buffer[]): Generator<Walked> {
  for (const name of names) {
    const path = parent.length === 0 ? name : Buffer.concat([parent, SLASH, name]);
    const entry = look(root, path);
    yield entry;
    if (entry.kind !== "directory" || "unreadable" in entry) continue;
    let below: readonly Buffer[];
    try {
      below = namesIn(join(root, path));
    } catch (error) {
      yield { path, kind: "directory", unreadable: couldNotRead(error) };
      continue;
    }
    yield* walkNames(root, path, below);
  }
}

function look(root: Buffer, path: Buffer): Walked {
  try {
    const found = lstatSync(join(root, path));
    const kind = kindOf(found);
    return {
      path,
      kind,
      size: kind === "file" ? found.size : 0,
      mode: found.mode & 0o7777,
      mtimeMs: found.mtimeMs,
      ...(kind === "symlink" && { linkTarget: readlinkSync(join(root, path), { encoding: "buffer" }) }),
    };
  } catch (error) {
    return { path, kind: "other", unreadable: couldNotRead(error) };
  }
}

function namesIn(directory: Buffer): Buffer[] {
  const names = readdirSync(directory, { encoding: "buffer" });
  return names.sort((a, b) => a.compare(b));
}

/** A path of bytes below another. */
export function join(root: Buffer, path: Buffer): Buffer {
  return Buffer.concat([root, SLASH, path]);
}

function kindOf(found: Stats | Dirent): EntryKind {
  if (found.isFile()) return "file";
  if (found.isDirectory()) return "directory";
  return found.isSymbolicLink() ? "symlink" : "other";
}

/** Why something is held back that could not be read. */
export function couldNotRead(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));
  return `could not be read (${code})`;
}

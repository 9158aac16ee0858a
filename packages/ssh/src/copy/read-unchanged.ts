import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import type { TreeEntry } from "../filter/tree-entry.ts";

/**
 * Reads a small file when it is the one that the filter saw, at once: a way through Node's thread pool for each of the
 * calls takes many times as long as the calls.
 *
 * @param into - has the length that the filter saw.
 * @returns false when it is another one, or cannot be read.
 */
export function readUnchanged(path: Buffer, entry: TreeEntry, into: Buffer): boolean {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return false;
  }
  try {
    return isUnchanged(fstatSync(file), entry) && readSync(file, into, 0, into.length, 0) === into.length;
  } catch {
    return false;
  } finally {
    closeSync(file);
  }
}

/** Whether an open file is the one that the filter saw, as far as size and time tell. */
export function isUnchanged(found: Stats, { size, mtimeMs }: TreeEntry): boolean {
  return found.isFile() && found.size === size && found.mtimeMs === mtimeMs;
}

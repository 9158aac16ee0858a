import type { TreeEntry } from "../filter/tree-entry.ts";

/**
 * Names for the input of rsync and tar, each ended by NUL. With `./` before it, none is taken for an option or a
 * comment.
 */
export function nameList(entries: readonly Pick<TreeEntry, "path">[]): Buffer {
  return Buffer.concat(entries.flatMap(({ path }) => [Buffer.from("./"), path, Buffer.from([0])]));
}

import type { TreeEntry } from "../filter/tree-entry.ts";

const MAX_FILES = 25_000;
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Cuts a long list into parts, each of which is put in place when it has arrived: a copy that is cut off then knows
 * what is there, and does not begin again from the start. Directories stay with what follows them.
 */
export function batches(entries: readonly TreeEntry[]): TreeEntry[][] {
  const parts: TreeEntry[][] = [[]];
  let bytes = 0;
  for (const entry of entries) {
    const last = parts.at(-1)!;
    if (last.length > 0 && (last.length >= MAX_FILES || bytes + entry.size > MAX_BYTES)) {
      parts.push([entry]);
      bytes = entry.size;
    } else {
      last.push(entry);
      bytes += entry.size;
    }
  }
  return parts;
}

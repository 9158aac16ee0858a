import type { TreeEntry } from "../filter/tree-entry.ts";
import { printable } from "../text/printable.ts";
import type { MissingFile } from "./copy-report.ts";
import { changedFile } from "./transfer-work.ts";

/** What of the received files is as it was planned. */
export interface Verified {
  /** Paths that must not be put in place. */
  readonly rejected: readonly Buffer[];
  readonly missing: readonly MissingFile[];
}

/**
 * Compares what has arrived on a VM with what was planned: kind, size and time of each file.
 *
 * @param listing - kind, size and time separated by tabs, path, NUL; for each file.
 */
export function verifyReceived(listing: Buffer, planned: readonly TreeEntry[]): Verified {
  const wanted = new Map(
    planned.filter(({ kind }) => kind !== "directory").map((entry) => [entry.path.toString("latin1"), entry]),
  );
  const rejected: Buffer[] = [];
  const missing: MissingFile[] = [];
  for (let at = 0, end = listing.indexOf(0); end >= 0; at = end + 1, end = listing.indexOf(0, at)) {
    const line = listing.toString("latin1", at, end);
    const [kind = "", size = "", time = ""] = line.split("\t", 3);
    const path = line.slice(kind.length + size.length + time.length + 3);
    const entry = wanted.get(path);
    wanted.delete(path);
    if (entry !== undefined && isSame(entry, { kind, size: Number(size), mtimeMs: Number(time) * 1_000 })) continue;
    rejected.push(Buffer.from(path, "latin1"));
    if (entry !== undefined) missing.push(changedFile(entry));
  }
  for (const { path } of wanted.values()) missing.push({ path: printable(path), reason: "it did not arrive" });
  return { rejected, missing };
}

function isSame(entry: TreeEntry, found: { readonly kind: string; readonly size: number; readonly mtimeMs: number }) {
  if (entry.kind === "symlink") return found.kind === "l";
  return found.kind === "f" && found.size === entry.size && isSameSecond(entry.mtimeMs, found.mtimeMs);
}

/** Whether two times are equal as far as a tar header tells: to the second. */
export function isSameSecond(a: number, b: number): boolean {
  return Math.floor(a / 1_000) === Math.floor(b / 1_000);
}

import { isUtf8 } from "node:buffer";
import type { TreeEntry } from "../filter/tree-entry.ts";
import type { CopyFacts, SourceFacts } from "./copy-facts.ts";
import type { CopyMethod } from "./copy-plan.ts";
import type { CopyPlace } from "./copy-request.ts";

/** Files from which on their number, and not their size, is what a copy takes its time for. */
const MANY_FILES = 200;
/** Bytes of a file, on average, below which files are small. */
const SMALL_BYTES = 64 * 1024;
/** Bytes of a file that is better sent by what can go on in the middle of it. */
const LARGE_BYTES = 16 * 1024 * 1024;

/** One source, where it goes, and what was found there. */
export interface CopyEnd {
  readonly source: CopyPlace;
  readonly destination: CopyPlace;
  readonly found: SourceFacts;
}

/**
 * How the files of a source travel: by rsync where there is one, but many small ones to where nothing is yet as a tar
 * stream, which asks nothing back for each of them. Should that be cut off, something is there the next time, and rsync
 * goes on.
 */
export function copyMethod({ source, destination, found }: CopyEnd, facts: CopyFacts): CopyMethod {
  const isUpload = source.kind === "local" && destination.kind === "remote";
  const isRelay = source.kind === "remote" && destination.kind === "remote";
  if (!facts.hasRsync || isRelay) return "tar";
  return isUpload && facts.destination === "absent" && areManySmallFiles(found.entries) ? "tar" : "rsync";
}

function areManySmallFiles(entries: readonly TreeEntry[]): boolean {
  const files = entries.filter(({ kind, verdict }) => kind !== "directory" && verdict === "allowed");
  const bytes = files.reduce((total, { size }) => total + size, 0);
  const isPlain = (entry: TreeEntry): boolean => entry.size < LARGE_BYTES && isUtf8(entry.path);
  return files.length >= MANY_FILES && bytes / files.length <= SMALL_BYTES && entries.every(isPlain);
}

import type { TreeEntry } from "../filter/tree-entry.ts";

/** What a source is, and the filter's word on everything in it. */
export interface SourceFacts {
  readonly isDirectory: boolean;
  /** Absolute path of the directory that the entries' paths are relative to; that of a file is its parent. */
  readonly root: string;
  readonly entries: readonly TreeEntry[];
}

/** What a plan has to know. Reading it changes nothing. */
export interface CopyFacts {
  /** One for each source of the request. */
  readonly sources: readonly SourceFacts[];
  readonly destination: "directory" | "file" | "absent";
  /** Whether this machine and every VM that takes part have rsync. */
  readonly hasRsync: boolean;
}

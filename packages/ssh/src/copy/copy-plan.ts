import type { TreeEntry } from "../filter/tree-entry.ts";
import type { CopyPlace } from "./copy-request.ts";

/** How files travel: rsync resumes in the middle of a file, a tar stream needs nothing but tar. */
export type CopyMethod = "rsync" | "tar";

/** Something that stays where it is. */
export interface HeldBack {
  /** As a person would write it, `vm:dir/file`. */
  readonly path: string;
  readonly reason: string;
}

/** What is done for one source. */
export interface Transfer {
  readonly source: CopyPlace;
  readonly destination: CopyPlace;
  readonly method: CopyMethod;
  /** Directory that the entries' paths are relative to, at the source. */
  readonly from: string;
  /** The same at the destination; made when it is not there. */
  readonly to: string;
  /** What is copied, and nothing else. */
  readonly entries: readonly TreeEntry[];
  /** What the only file is called at the destination, when it is not its name. */
  readonly rename?: string;
  /** Files and links. */
  readonly files: number;
  readonly bytes: number;
}

/** What a copy would do. */
export interface CopyPlan {
  readonly transfers: readonly Transfer[];
  readonly files: number;
  readonly bytes: number;
  readonly heldBack: readonly HeldBack[];
}

/** Whether something may be copied, or why it is held back. */
export type Verdict = "allowed" | { readonly heldBack: string };

/** What an entry of a tree is. */
export type EntryKind = "file" | "directory" | "symlink" | "other";

/** One entry of a tree that was looked at. */
export interface TreeEntry {
  /** Relative to the tree's root, parts separated by `/`. Bytes: names need not be text. */
  readonly path: Buffer;
  readonly kind: EntryKind;
  /** Bytes; 0 for what is no file. */
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  /** Milliseconds since the epoch. */
  readonly mtimeMs: number;
  /** What a symbolic link holds. */
  readonly linkTarget?: Buffer;
  readonly verdict: Verdict;
}

/** An entry before its verdict. */
export type FoundEntry = Omit<TreeEntry, "verdict">;

/** Which files of a tree may go although the filter would hold them back. */
export interface FilterOptions {
  /** Paths relative to the root, each of one file or link; directories are not opened by it. Default: none. */
  readonly allow?: ReadonlySet<string>;
}

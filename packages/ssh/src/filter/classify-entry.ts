import { classifyLink } from "./classify-link.ts";
import { classifyPath } from "./classify-path.ts";
import type { FilterOptions, FoundEntry } from "./tree-entry.ts";

/** What is known of an entry before its content is read: the reason to hold it back, or that it may go, or neither. */
export type EarlyVerdict = "allowed" | "unread" | { readonly heldBack: string };

/**
 * The verdict on an entry that needs no content.
 *
 * @param root - absolute path of the tree's root: a protected directory may lie above it.
 */
export function classifyEntry(root: Buffer, entry: FoundEntry, { allow }: FilterOptions): EarlyVerdict {
  const { kind, path, linkTarget } = entry;
  if (kind === "other") return { heldBack: "neither a file, a directory nor a link" };
  // A directory alone tells nothing; what is in it is judged one by one.
  if (kind === "directory" || allow?.has(path.toString("utf8")) === true) return "allowed";
  const reason =
    classifyPath(Buffer.concat([root, Buffer.from("/"), path])) ??
    (linkTarget === undefined ? undefined : classifyLink(path, linkTarget));
  if (reason !== undefined) return { heldBack: reason };
  return kind === "symlink" || entry.size === 0 ? "allowed" : "unread";
}

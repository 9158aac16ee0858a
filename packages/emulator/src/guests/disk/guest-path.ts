import { lstatSync, readlinkSync } from "node:fs";
import path from "node:path";

/** Symbolic links that a path may lead through, as on Linux. */
const MAX_LINKS = 40;

/**
 * Where a path of a guest lies on this machine. Symbolic links are read as the guest reads them: an absolute one begins
 * at the guest's own root, and no number of `..` leads out of it.
 *
 * @param options.followLast - Whether a link at the path's end is followed. Default true.
 * @throws Error (`ELOOP`) for too many links.
 */
export function resolveGuestPath(
  root: string,
  guestPath: string,
  options: { readonly followLast?: boolean } = {},
): string {
  const waiting = guestPath.split("/");
  const walked: string[] = [];
  let links = 0;
  while (waiting.length > 0) {
    const name = waiting.shift()!;
    if (name === "..") walked.pop();
    if (["", ".", ".."].includes(name)) continue;
    const isLeft = options.followLast === false && isLast(waiting);
    const target = isLeft ? undefined : linkAt(path.join(root, ...walked, name));
    if (target === undefined) {
      walked.push(name);
      continue;
    }
    if (++links > MAX_LINKS) throw Object.assign(new Error(`Too many links: ${guestPath}`), { code: "ELOOP" });
    if (target.startsWith("/")) walked.length = 0;
    waiting.unshift(...target.split("/"));
  }
  return path.join(root, ...walked);
}

function isLast(rest: readonly string[]): boolean {
  return rest.every((name) => name === "" || name === ".");
}

/** Where a link leads; `undefined` for what is none, or is not there. */
function linkAt(place: string): string | undefined {
  try {
    const entry = lstatSync(place, { throwIfNoEntry: false });
    return entry?.isSymbolicLink() === true ? readlinkSync(place) : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw error;
  }
}

import { posix } from "node:path";
import { classifyPath } from "./classify-path.ts";

/**
 * Why a symbolic link may not be copied; `undefined` when it may. Links are copied as links, so one that leaves the
 * tree would point to something else, or into a protected place, on the other side.
 *
 * @param path - the link, relative to the tree's root.
 * @param target - what it holds.
 */
export function classifyLink(path: Buffer, target: Buffer): string | undefined {
  const to = target.toString("latin1");
  if (to === "") return "link without a target";
  const isAbsolute = to.startsWith("/");
  const resolved = isAbsolute ? posix.normalize(to) : posix.join(posix.dirname(path.toString("latin1")), to);
  const reason = classifyPath(isAbsolute ? resolved : `/${resolved}`);
  if (reason !== undefined) return `link to a protected place: ${reason}`;
  if (isAbsolute) return "link that leaves the tree";
  // What comes after a name may be behind another link, where `..` leads elsewhere than it reads.
  const stepsBack = /[^./][^/]*\/+\.\.(\/|$)|\.\.[^/]+\/+\.\.(\/|$)/.test(to);
  return resolved === ".." || resolved.startsWith("../") || stepsBack ? "link that leaves the tree" : undefined;
}

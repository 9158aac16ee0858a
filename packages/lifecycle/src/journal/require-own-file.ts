import { lstat } from "node:fs/promises";
import { PrerequisiteError } from "@azlin/core";

/**
 * Makes sure that a file or socket of the daemon is this user's and closed to others: what others can write may not be trusted.
 *
 * @throws PrerequisiteError (`FILE_NOT_PRIVATE`); the error of the file system when it is not there.
 */
export async function requireOwnFile(path: string): Promise<void> {
  const { uid, mode } = await lstat(path);
  // Windows has neither.
  if (process.platform === "win32") return;
  if (uid === process.getuid?.() && (mode & 0o077) === 0) return;
  const problem = uid === process.getuid?.() ? `has the mode ${(mode & 0o777).toString(8)}` : "belongs to another user";
  throw new PrerequisiteError("FILE_NOT_PRIVATE", `${path} ${problem}.`, {
    hint: `See who made it; remove it, or run 'chmod 600 ${path}'.`,
    details: { path },
  });
}

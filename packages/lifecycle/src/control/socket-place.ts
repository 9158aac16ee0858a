import { lstat } from "node:fs/promises";
import { PrerequisiteError } from "@azlin/core";
import { requireOwnFile } from "../journal/require-own-file.ts";

/** What the operating system allows for the path of a Unix socket, in bytes. */
const MAX_PATH_BYTES = 103;

/** Whether there is a socket of this user that is closed to others. @throws PrerequisiteError (`FILE_NOT_PRIVATE`). */
export async function isOwnSocket(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined || !found.isSocket()) return false;
  await requireOwnFile(path);
  return true;
}

/** @throws PrerequisiteError (`SOCKET_NOT_MADE`) when a socket cannot be made at a path. */
export async function requireFreePlace(path: string): Promise<void> {
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) {
    throw notMade(path, `its path is longer than ${MAX_PATH_BYTES} bytes`, "Set AZLIN_HOME to a shorter path.");
  }
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined || found.isSocket()) return;
  throw notMade(path, "there is something else in its place", "Move it away.");
}

function notMade(path: string, why: string, hint: string): PrerequisiteError {
  return new PrerequisiteError("SOCKET_NOT_MADE", `The socket ${path} cannot be made: ${why}.`, {
    hint,
    details: { path },
  });
}

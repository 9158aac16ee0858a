import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { ConflictError, ensurePrivateDirectory } from "@azlin/core";
import { requireOwnFile } from "../journal/require-own-file.ts";

/** Held by a daemon as long as it lives. */
export interface DaemonLock {
  release(): void;
}

/** Longer than anybody holds the lock only to see whether it is free. */
const WAIT_MS = 500;

/**
 * Takes the lock of the daemon: SQLite's on an empty database, which the operating system gives back when its holder dies,
 * however it dies, and which has nothing to do with process ids.
 *
 * @throws ConflictError (`DAEMON_RUNNING`) when another process holds it; PrerequisiteError (`FILE_NOT_PRIVATE`).
 */
export async function takeDaemonLock(path: string, waitMs: number = WAIT_MS): Promise<DaemonLock> {
  await ensurePrivateDirectory(dirname(path));
  await (await open(path, "a", 0o600)).close();
  await requireOwnFile(path);
  const { default: Sqlite } = await import("libsql");
  const database = new Sqlite(path, { timeout: waitMs });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    throw new ConflictError("DAEMON_RUNNING", "The lifecycle daemon is already running.", {
      hint: "See 'azlin lifecycle daemon status'.",
      details: { lock: path },
      cause: error,
    });
  }
  return { release: () => database.close() };
}

/** Whether some process holds the lock. */
export async function isDaemonLocked(path: string): Promise<boolean> {
  try {
    (await takeDaemonLock(path, 0)).release();
    return false;
  } catch (error) {
    if (error instanceof ConflictError) return true;
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
}

import { open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { ConflictError, ensurePrivateDirectory, isAzlinError, PrerequisiteError } from "@azlin/core";
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
 * @throws ConflictError (`DAEMON_RUNNING`) when another process holds it; PrerequisiteError (`FILE_NOT_PRIVATE`;
 * `LOCK_NOT_TAKEN` when the directory cannot be written).
 */
export async function takeDaemonLock(path: string, waitMs: number = WAIT_MS): Promise<DaemonLock> {
  try {
    await ensurePrivateDirectory(dirname(path));
    await (await open(path, "a", 0o600)).close();
    await requireOwnFile(path);
    const { default: Sqlite } = await import("libsql");
    const database = new Sqlite(path, { timeout: waitMs });
    try {
      database.exec("BEGIN EXCLUSIVE");
    } catch (error) {
      database.close();
      throw isBusy(error) ? running(path, error) : error;
    }
    return { release: () => database.close() };
  } catch (error) {
    throw isAzlinError(error) ? error : notTaken(path, error);
  }
}

/** Whether some process holds the lock. Makes nothing. */
export async function isDaemonLocked(path: string): Promise<boolean> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return false;
  try {
    (await takeDaemonLock(path, 0)).release();
    return false;
  } catch (error) {
    if (isAzlinError(error, "DAEMON_RUNNING")) return true;
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
}

function running(path: string, cause: unknown): ConflictError {
  return new ConflictError("DAEMON_RUNNING", "The lifecycle daemon is already running.", {
    hint: "See 'azlin lifecycle daemon status'.",
    details: { lock: path },
    cause,
  });
}

function notTaken(path: string, cause: unknown): PrerequisiteError {
  return new PrerequisiteError("LOCK_NOT_TAKEN", `The lock ${path} cannot be taken: ${String(cause)}`, {
    hint: "azlin's directory has to be on a disk that can be written: set AZLIN_HOME to such a one.",
    details: { lock: path },
    cause,
  });
}

import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { ensurePrivateDirectory, PrerequisiteError } from "@azlin/core";
import type { Database } from "libsql";
import { requireOwnFile } from "./require-own-file.ts";

/** Raised with every change of the tables. */
const VERSION = 1;

const TABLES = `
  CREATE TABLE IF NOT EXISTS actions (
    id INTEGER PRIMARY KEY,
    vm_key TEXT NOT NULL,
    vm_id TEXT NOT NULL,
    action TEXT NOT NULL,
    reason TEXT NOT NULL,
    intended_at_ms INTEGER NOT NULL,
    operation_before_ms INTEGER,
    outcome TEXT,
    note TEXT,
    settled_at_ms INTEGER
  );
  CREATE INDEX IF NOT EXISTS actions_by_vm ON actions (vm_key, intended_at_ms);
  CREATE TABLE IF NOT EXISTS memories (
    vm_key TEXT PRIMARY KEY,
    health TEXT NOT NULL,
    heals TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS spans (
    vm_key TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    to_ms INTEGER NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (vm_key, from_ms)
  ) WITHOUT ROWID;
`;

/** The database in which the daemon keeps what it did and saw. */
export interface LifecycleDatabase extends Disposable {
  readonly sql: Database;
}

/**
 * Opens the database (0600), and makes it when it is not there. What is written survives kill -9 and power cuts.
 *
 * @throws PrerequisiteError (`DATABASE_NOT_OPENED`) when it cannot be opened, is damaged, is from a newer azlin, or belongs to
 * somebody else.
 */
export async function openLifecycleDatabase(path: string): Promise<LifecycleDatabase> {
  try {
    await ensurePrivateDirectory(dirname(path));
    await (await open(path, "a", 0o600)).close();
    await requireOwnFile(path);
    const { default: Sqlite } = await import("libsql");
    const sql = new Sqlite(path, { timeout: 5_000 });
    prepareTables(sql);
    return { sql, [Symbol.dispose]: () => sql.close() };
  } catch (error) {
    throw new PrerequisiteError("DATABASE_NOT_OPENED", `Could not open ${path}: ${reasonOf(error)}`, {
      hint: "Check the disk and who owns the file. Moved away, it is made anew, without its history.",
      details: { path },
      cause: error,
    });
  }
}

function prepareTables(sql: Database): void {
  sql.pragma("journal_mode = WAL");
  // An action must be on the disk before it is begun.
  sql.pragma("synchronous = FULL");
  const [{ user_version: found }] = sql.pragma("user_version") as [{ user_version: number }];
  if (found > VERSION) throw new Error(`it was written by a newer azlin (version ${found}, known ${VERSION})`);
  sql.exec(TABLES);
  sql.pragma(`user_version = ${VERSION}`);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

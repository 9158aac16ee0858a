import { systemClock, type Clock } from "@azlin/core";
import type Database from "libsql";
import type { ClaimAnswer, IdempotencyStore } from "./idempotency-store.ts";

/** Options of {@link SqliteIdempotencyStore.open}. */
export interface SqliteIdempotencyStoreOptions {
  /** Milliseconds for which an event is remembered. Default 7 days, the time that topics keep messages. */
  readonly ttlMs?: number;
  /** Milliseconds to wait while another process writes. Default 5,000. */
  readonly busyTimeoutMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

const WEEK_MS = 7 * 86_400_000;

/** Claims after which what is too old is removed. */
const CLAIMS_PER_SWEEP = 1_000;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS azlin_events (key TEXT PRIMARY KEY, is_done INTEGER NOT NULL, until_ms INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS azlin_events_until ON azlin_events (until_ms);
`;

const CLAIM = `
  INSERT INTO azlin_events (key, is_done, until_ms) VALUES (?, 0, ?)
  ON CONFLICT (key) DO UPDATE SET until_ms = excluded.until_ms, is_done = 0 WHERE azlin_events.until_ms <= ?
`;

const DONE = `
  INSERT INTO azlin_events (key, is_done, until_ms) VALUES (?, 1, ?)
  ON CONFLICT (key) DO UPDATE SET is_done = 1, until_ms = excluded.until_ms
`;

/** A store in an SQLite file, which several processes of one machine may share. */
export class SqliteIdempotencyStore implements IdempotencyStore {
  readonly #database: Database.Database;
  readonly #ttlMs: number;
  readonly #clock: Clock;
  #claims = 0;

  private constructor(
    database: Database.Database,
    { ttlMs = WEEK_MS, clock = systemClock }: SqliteIdempotencyStoreOptions,
  ) {
    this.#database = database;
    this.#ttlMs = ttlMs;
    this.#clock = clock;
  }

  /** Opens the file, or makes it. */
  static async open(path: string, options: SqliteIdempotencyStoreOptions = {}): Promise<SqliteIdempotencyStore> {
    const { default: Libsql } = await import("libsql");
    const database = new Libsql(path, { timeout: options.busyTimeoutMs ?? 5_000 });
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.exec(SCHEMA);
    return new SqliteIdempotencyStore(database, options);
  }

  async claim(key: string, leaseMs: number): Promise<ClaimAnswer> {
    const nowMs = this.#clock.now();
    this.#sweep(nowMs);
    const { changes } = this.#database.prepare(CLAIM).run(key, nowMs + leaseMs, nowMs);
    if (changes > 0) return "claimed";
    return this.isDone(key) ? "done" : "busy";
  }

  async complete(key: string): Promise<void> {
    this.#database.prepare(DONE).run(key, this.#clock.now() + this.#ttlMs);
  }

  async release(key: string): Promise<void> {
    this.#database.prepare("DELETE FROM azlin_events WHERE key = ? AND is_done = 0").run(key);
  }

  /** Whether an event was done. */
  isDone(key: string): boolean {
    const row = this.#database.prepare("SELECT is_done FROM azlin_events WHERE key = ?").get(key) as
      | { readonly is_done: number }
      | undefined;
    return row?.is_done === 1;
  }

  /**
   * Has an effect on this database and notes the event as done, both or neither: whatever dies when, the effect happens once.
   *
   * @param effect - what to do, on the same database; not asynchronous, as SQLite has one transaction at a time.
   * @returns whether it was done now; false when it was before.
   */
  once(key: string, effect: (database: Database.Database) => void): boolean {
    const run = this.#database.transaction(() => {
      if (this.isDone(key)) return false;
      effect(this.#database);
      this.#database.prepare(DONE).run(key, this.#clock.now() + this.#ttlMs);
      return true;
    });
    return run.immediate();
  }

  close(): void {
    this.#database.close();
  }

  #sweep(nowMs: number): void {
    this.#claims += 1;
    if (this.#claims % CLAIMS_PER_SWEEP !== 0) return;
    this.#database.prepare("DELETE FROM azlin_events WHERE until_ms <= ?").run(nowMs);
  }
}

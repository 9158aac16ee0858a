import { resourceKey } from "@azlin/core";
import type { HealthHistory, HealthStatus } from "@azlin/health";
import type { Statement } from "libsql";
import type { HealHistory } from "../policy/heal-history.ts";
import type { HealthSpan } from "./health-span.ts";
import type { LifecycleDatabase } from "./lifecycle-database.ts";

/** What is remembered of a VM across restarts of the daemon. */
export interface VmMemory {
  readonly health: HealthHistory;
  readonly heals: HealHistory;
}

/** What a check of a VM leaves behind. */
export interface CheckRecord extends VmMemory {
  readonly vmId: string;
  readonly status: HealthStatus;
  /** When it was checked, in milliseconds since the epoch. */
  readonly atMs: number;
  /** Milliseconds between two checks: after a gap of more than three of them a new span begins. */
  readonly intervalMs: number;
}

/** Milliseconds for which spans are kept: 30 days. */
const KEPT_MS = 30 * 86_400_000;
/** Milliseconds after which spans that are too old are looked for again: it reads them all. */
const FORGETS_EVERY_MS = 3_600_000;

interface MemoryRow {
  readonly health: string;
  readonly heals: string;
}

interface SpanRow {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly status: HealthStatus;
}

/** The latest state of each VM and the history of its health. Records are kept in memory until {@link HealthRecords.flush}. */
export class HealthRecords {
  readonly #database: LifecycleDatabase;
  readonly #statements: Readonly<
    Record<"remember" | "recall" | "last" | "extend" | "begin" | "forget" | "spans", Statement>
  >;
  #waiting: CheckRecord[] = [];
  #forgotAtMs = -Infinity;

  constructor(database: LifecycleDatabase) {
    const { sql } = database;
    this.#database = database;
    this.#statements = {
      remember: sql.prepare(
        "INSERT INTO memories VALUES (?, ?, ?) ON CONFLICT (vm_key) DO UPDATE SET health = excluded.health, heals = excluded.heals",
      ),
      recall: sql.prepare("SELECT health, heals FROM memories WHERE vm_key = ?"),
      last: sql.prepare("SELECT from_ms, to_ms, status FROM spans WHERE vm_key = ? ORDER BY from_ms DESC LIMIT 1"),
      extend: sql.prepare("UPDATE spans SET to_ms = ? WHERE vm_key = ? AND from_ms = ?"),
      begin: sql.prepare("INSERT OR REPLACE INTO spans (vm_key, from_ms, to_ms, status) VALUES (?, ?, ?, ?)"),
      forget: sql.prepare("DELETE FROM spans WHERE to_ms < ?"),
      spans: sql.prepare("SELECT from_ms, to_ms, status FROM spans WHERE vm_key = ? AND to_ms >= ? ORDER BY from_ms"),
    };
  }

  /** Takes a check in. */
  record(check: CheckRecord): void {
    this.#waiting.push(check);
  }

  /** Writes what was taken in, all or nothing. @throws when the disk does not take it: it stays, to be written later. */
  flush(): void {
    const checks = this.#waiting;
    if (checks.length === 0) return;
    try {
      this.#database.sql.transaction(() => {
        for (const check of checks) this.#write(check);
        this.#forget(checks.at(-1)!.atMs);
      })();
      this.#waiting = [];
    } catch (error) {
      // A disk that stays full must not fill the memory too: the latest check of each VM is kept.
      this.#waiting = [...new Map(checks.map((check) => [resourceKey(check.vmId), check])).values()];
      throw error;
    }
  }

  /** What is remembered of a VM, written or not; `undefined` when it was never checked. */
  memory(vmId: string): VmMemory | undefined {
    const key = resourceKey(vmId);
    const waiting = this.#waiting.findLast((check) => resourceKey(check.vmId) === key);
    if (waiting !== undefined) return { health: waiting.health, heals: waiting.heals };
    const row = this.#statements.recall.get(key) as MemoryRow | undefined;
    if (row === undefined) return undefined;
    return { health: JSON.parse(row.health) as HealthHistory, heals: JSON.parse(row.heals) as HealHistory };
  }

  /** How a VM was since some time, oldest first. */
  spans(vmId: string, sinceMs: number): readonly HealthSpan[] {
    const rows = this.#statements.spans.all(resourceKey(vmId), sinceMs) as SpanRow[];
    return rows.map(({ from_ms: fromMs, to_ms: toMs, status }) => ({ status, fromMs, toMs }));
  }

  #forget(nowMs: number): void {
    if (nowMs - this.#forgotAtMs < FORGETS_EVERY_MS) return;
    this.#statements.forget.run(nowMs - KEPT_MS);
    this.#forgotAtMs = nowMs;
  }

  #write({ vmId, status, atMs, intervalMs, health, heals }: CheckRecord): void {
    const { remember, last, extend, begin } = this.#statements;
    const key = resourceKey(vmId);
    remember.run(key, JSON.stringify(health), JSON.stringify(heals));
    const span = last.get(key) as SpanRow | undefined;
    const isOngoing = span !== undefined && atMs >= span.to_ms && atMs - span.to_ms <= 3 * intervalMs;
    if (isOngoing) extend.run(atMs, key, span.from_ms);
    if (!isOngoing || span.status !== status) begin.run(key, atMs, atMs, status);
  }
}

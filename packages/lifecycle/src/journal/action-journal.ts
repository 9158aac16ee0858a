import { resourceKey } from "@azlin/core";
import type { Statement } from "libsql";
import type { HealAction } from "../policy/heal-history.ts";
import type { LifecycleDatabase } from "./lifecycle-database.ts";

/**
 * What became of an action: Azure has `done` it, it has `failed`, it was `accepted` by Azure and not waited for, or it was
 * `dropped` before it reached Azure.
 */
export type ActionOutcome = "done" | "failed" | "accepted" | "dropped";

/** An action that is about to be taken. */
export interface IntendedAction {
  readonly vmId: string;
  readonly action: HealAction;
  /** Why, as a sentence. */
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** When Azure had last ended an operation on the VM, by Azure's clock; `null` when it did not say. */
  readonly operationBeforeMs: number | null;
}

/** An action of the journal. */
export interface JournalledAction extends IntendedAction {
  readonly id: number;
  /** `null` while it is not known what became of it. */
  readonly outcome: ActionOutcome | null;
  /** More about the outcome, as a sentence. */
  readonly note: string | null;
  readonly settledAtMs: number | null;
}

interface Row {
  readonly id: number;
  readonly vm_id: string;
  readonly action: HealAction;
  readonly reason: string;
  readonly intended_at_ms: number;
  readonly operation_before_ms: number | null;
  readonly outcome: ActionOutcome | null;
  readonly note: string | null;
  readonly settled_at_ms: number | null;
}

/**
 * What the healer was about to do and what became of it. An action is on the disk before it begins and is settled
 * afterwards: one that is not settled was cut off, and whoever finds it must look at the VM before it acts again.
 */
export class ActionJournal {
  readonly #insert: Statement;
  readonly #settle: Statement;
  readonly #open: Statement;
  readonly #recent: Statement;

  constructor({ sql }: LifecycleDatabase) {
    this.#insert = sql.prepare(
      "INSERT INTO actions (vm_key, vm_id, action, reason, intended_at_ms, operation_before_ms) VALUES (?, ?, ?, ?, ?, ?)",
    );
    this.#settle = sql.prepare(
      "UPDATE actions SET outcome = ?, note = ?, settled_at_ms = ? WHERE id = ? AND outcome IS NULL",
    );
    this.#open = sql.prepare("SELECT * FROM actions WHERE vm_key = ? AND outcome IS NULL ORDER BY id");
    this.#recent = sql.prepare("SELECT * FROM actions WHERE vm_key = ? ORDER BY id DESC LIMIT ?");
  }

  /** Writes down what is about to be done. @returns its id. @throws when the disk does not take it: then it must not be done. */
  begin({ vmId, action, reason, atMs, operationBeforeMs }: IntendedAction): number {
    const { lastInsertRowid } = this.#insert.run(resourceKey(vmId), vmId, action, reason, atMs, operationBeforeMs);
    return Number(lastInsertRowid);
  }

  /** Writes down what became of it. */
  settle(id: number, { outcome, note, atMs }: { outcome: ActionOutcome; note: string | null; atMs: number }): void {
    this.#settle.run(outcome, note, atMs, id);
  }

  /** Actions on a VM of which nobody knows what became, oldest first. */
  unsettled(vmId: string): readonly JournalledAction[] {
    return (this.#open.all(resourceKey(vmId)) as Row[]).map(actionOf);
  }

  /** The latest actions on a VM, newest first. */
  recent(vmId: string, limit: number = 20): readonly JournalledAction[] {
    return (this.#recent.all(resourceKey(vmId), limit) as Row[]).map(actionOf);
  }
}

function actionOf(row: Row): JournalledAction {
  const { id, action, reason, outcome, note } = row;
  const { vm_id: vmId, intended_at_ms: atMs, operation_before_ms: operationBeforeMs, settled_at_ms: settledAtMs } = row;
  return { id, vmId, action, reason, atMs, operationBeforeMs, outcome, note, settledAtMs };
}

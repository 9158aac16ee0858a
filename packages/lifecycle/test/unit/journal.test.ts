import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newHistory, type HealthStatus } from "@azlin/health";
import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  ActionJournal,
  HealthRecords,
  newHealHistory,
  openLifecycleDatabase,
  uptimePercent,
  type HealthSpan,
  type LifecycleDatabase,
} from "../../src/index.ts";

const VM = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/dev";
const MINUTE = 60_000;

async function databasePath(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "azlin-journal-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  return join(home, "lifecycle.db");
}

async function opened(path: string): Promise<LifecycleDatabase> {
  const database = await openLifecycleDatabase(path);
  onTestFinished(() => database[Symbol.dispose]());
  return database;
}

describe("ActionJournal", () => {
  test("an action that was begun and not settled is found by whoever opens the journal next", async () => {
    verifies("LIFE-09");
    const path = await databasePath();
    const intended = { vmId: VM, action: "restart", reason: "SSH.", atMs: 1_000, operationBeforeMs: 5 } as const;
    const first = await openLifecycleDatabase(path);
    const id = new ActionJournal(first).begin(intended);
    first[Symbol.dispose]();
    const journal = new ActionJournal(await opened(path));
    expect(journal.unsettled(VM.toUpperCase())).toStrictEqual([
      { ...intended, id, outcome: null, note: null, settledAtMs: null },
    ]);
    journal.settle(id, { outcome: "done", note: null, atMs: 2_000 });
    expect(journal.unsettled(VM)).toStrictEqual([]);
    expect(journal.recent(VM)).toMatchObject([{ id, outcome: "done", settledAtMs: 2_000 }]);
  });

  test("an outcome, once written, is not changed", async () => {
    const journal = new ActionJournal(await opened(await databasePath()));
    const id = journal.begin({ vmId: VM, action: "start", reason: "", atMs: 1, operationBeforeMs: null });
    journal.settle(id, { outcome: "failed", note: "Quota.", atMs: 2 });
    journal.settle(id, { outcome: "done", note: null, atMs: 3 });
    expect(journal.recent(VM)).toMatchObject([{ outcome: "failed", note: "Quota." }]);
  });
});

describe("HealthRecords", () => {
  function record(records: HealthRecords, minute: number, status: HealthStatus): void {
    const memory = { health: newHistory(VM), heals: newHealHistory(VM) };
    records.record({ ...memory, vmId: VM, status, atMs: minute * MINUTE, intervalMs: MINUTE });
  }

  test("checks that come to the same are one span, and a time without checks ends it", async () => {
    verifies("LIFE-10");
    const records = new HealthRecords(await opened(await databasePath()));
    for (const minute of [1, 2, 3]) record(records, minute, "healthy");
    for (const minute of [4, 5]) record(records, minute, "unhealthy");
    records.flush();
    for (const minute of [60, 61]) record(records, minute, "unhealthy");
    records.flush();
    expect(records.spans(VM, 0)).toStrictEqual([
      { status: "healthy", fromMs: MINUTE, toMs: 4 * MINUTE },
      { status: "unhealthy", fromMs: 4 * MINUTE, toMs: 5 * MINUTE },
      { status: "unhealthy", fromMs: 60 * MINUTE, toMs: 61 * MINUTE },
    ]);
    expect(records.spans(VM, 30 * MINUTE)).toHaveLength(1);
  });

  test("spans are forgotten a month after they ended, within the hour", async () => {
    const records = new HealthRecords(await opened(await databasePath()));
    const month = 30 * 24 * 60;
    for (const minute of [1, month, month + 30, month + 61]) {
      record(records, minute, "healthy");
      records.flush();
    }
    expect(records.spans(VM, 0).map(({ fromMs }) => fromMs / MINUTE)).toStrictEqual([month, month + 30, month + 61]);
  });

  test("what it remembers of a VM comes back as it was", async () => {
    verifies("LIFE-09");
    const path = await databasePath();
    const records = new HealthRecords(await opened(path));
    expect(records.memory(VM)).toBeUndefined();
    const heals = { ...newHealHistory(VM), heals: [{ atMs: 5, action: "restart" as const }] };
    records.record({ vmId: VM, status: "healthy", atMs: 9, intervalMs: 1, health: newHistory(VM), heals });
    expect(records.memory(VM)?.heals).toStrictEqual(heals);
    records.flush();
    const again = new HealthRecords(await opened(path));
    expect(again.memory(VM)).toStrictEqual({ health: newHistory(VM), heals });
  });

  test("what the disk does not take is kept and written later", async () => {
    const database = await openLifecycleDatabase(await databasePath());
    const records = new HealthRecords(database);
    record(records, 1, "healthy");
    database.sql.exec("ALTER TABLE memories RENAME TO away");
    expect(() => records.flush()).toThrow("memories");
    record(records, 2, "degraded");
    database.sql.exec("ALTER TABLE away RENAME TO memories");
    records.flush();
    expect(records.spans(VM, 0).map(({ status }) => status)).toStrictEqual(["healthy", "degraded"]);
    database[Symbol.dispose]();
  });
});

describe("openLifecycleDatabase", () => {
  test("makes a file that only its owner reads, and refuses one that others can write", async () => {
    const path = await databasePath();
    await opened(path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await chmod(path, 0o666);
    await expect(openLifecycleDatabase(path)).rejects.toMatchObject({ code: "DATABASE_NOT_OPENED" });
  });

  test("leaves a file that is no database as it is", async () => {
    const path = await databasePath();
    await writeFile(path, "x".repeat(4_096), { mode: 0o600 });
    await expect(openLifecycleDatabase(path)).rejects.toMatchObject({ code: "DATABASE_NOT_OPENED" });
    expect((await stat(path)).size).toBe(4_096);
  });
});

describe("uptimePercent", () => {
  const span = (status: HealthStatus, minutes: number): HealthSpan => ({ status, fromMs: 0, toMs: minutes * MINUTE });

  test("counts the time in which the VM could be used, and leaves out what nobody knows and what its user stopped", () => {
    verifies("LIFE-10");
    const spans = [span("healthy", 60), span("degraded", 15), span("unhealthy", 25), span("unknown", 900)];
    expect(uptimePercent([...spans, span("stopped-by-user", 100)])).toBe(75);
    expect(uptimePercent([span("unknown", 5)])).toBeNull();
    expect(uptimePercent([])).toBeNull();
  });

  test("is always between 0 and 100", () => {
    const statuses: HealthStatus[] = ["healthy", "unhealthy", "starting", "unknown", "stopped"];
    const arbitrary = fc.array(fc.tuple(fc.constantFrom(...statuses), fc.integer({ min: 0, max: 9_999 })));
    fc.assert(
      fc.property(arbitrary, (pairs) => {
        const percent = uptimePercent(pairs.map(([status, minutes]) => span(status, minutes))) ?? 0;
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent).toBeLessThanOrEqual(100);
      }),
    );
  });
});

import { resourceKey } from "@azlin/core";
import { verifies } from "@azlin/testing";
import type { Emulator } from "@azlin/emulator";
import { beforeAll, describe, expect, it } from "vitest";
import {
  applyCleanup,
  memoryJournal,
  type CleanupJournal,
  type CleanupPlan,
  type JournalEntry,
} from "../../src/index.ts";
import { planRun } from "../support/plan-run.ts";
import { azureOf, idOf, seedGroup, seedResource, seedVm, warmUp, worldOf } from "../support/run-world.ts";

beforeAll(warmUp);

interface Killed {
  readonly emulator: Emulator;
  readonly plan: CleanupPlan;
  readonly left: readonly JournalEntry[];
  readonly hasEnded: boolean;
}

/** A journal whose process dies at its `point`th entry: before it is on the disk, or just after. */
function dyingJournal(
  point: number,
  isKept: boolean,
): { readonly journal: CleanupJournal; readonly left: JournalEntry[] } {
  const left: JournalEntry[] = [];
  let count = 0;
  const append = (entry: JournalEntry): Promise<void> => {
    count += 1;
    if (count < point || (count === point && isKept)) left.push(entry);
    return count < point ? Promise.resolve() : Promise.reject(new Error("killed"));
  };
  return { journal: { entries: [], append }, left };
}

/** A group that goes as one, and a VM in a group of others, in a world where deletions take their time. */
async function killAt(point: number, isKept: boolean): Promise<Killed> {
  const emulator = worldOf();
  emulator.configure({ latency: { profile: "recorded", scale: 0.1 } });
  seedGroup(emulator, "shop");
  seedVm(emulator, { group: "shop", name: "web" });
  seedGroup(emulator, "theirs", {});
  seedVm(emulator, { group: "theirs", name: "db" });
  const azure = azureOf(emulator);
  const plan = await planRun(azure);
  const { journal, left } = dyingJournal(point, isKept);
  const hasEnded = await applyCleanup(azure, plan, { journal, deadlineMs: 86_400_000 }).then(
    () => true,
    () => false,
  );
  return { emulator, plan, left, hasEnded };
}

/** Deletions that Azure took on, by id. */
function accepted(emulator: Emulator): Map<string, number> {
  const calls = new Map<string, number>();
  for (const { method, path, status } of emulator.journal.since()) {
    if (method === "DELETE" && status < 300) calls.set(resourceKey(path), (calls.get(resourceKey(path)) ?? 0) + 1);
  }
  return calls;
}

async function resume({ emulator, plan, left }: Killed): Promise<void> {
  const journal = { ...memoryJournal(), entries: left };
  const report = await applyCleanup(azureOf(emulator), plan, { journal, deadlineMs: 86_400_000 });
  expect(new Set(report.deletions.map(({ outcome }) => outcome))).toEqual(new Set(["deleted"]));
  expect(report.deletions).toHaveLength(9);
  for (const { resourceId } of report.deletions) expect(emulator.world.store.has(resourceId)).toBe(false);
  expect(emulator.world.store.has(idOf("theirs"))).toBe(true);
}

describe("a cleanup that is killed", () => {
  it.each([false, true])(
    "at any point of its journal, the entry kept: %s, is finished by another run, and nothing is deleted twice",
    {
      timeout: 120_000,
    },
    async (isKept) => {
      verifies("CLEAN-06");
      let point = 1;
      for (; ; point += 1) {
        const killed = await killAt(point, isKept);
        if (killed.hasEnded) break;
        await resume(killed);
        for (const [id, count] of accepted(killed.emulator))
          expect(`${id} ${count}, killed at ${point}`).toBe(`${id} 1, killed at ${point}`);
      }
      expect(point).toBeGreaterThan(15);
    },
  );

  it("asks for nothing again that it has seen to be gone", async () => {
    verifies("CLEAN-06");
    const emulator = worldOf();
    seedGroup(emulator, "theirs", {});
    const type = "Microsoft.Compute/disks";
    const gone = seedResource(emulator, { group: "theirs", type, name: "gone" });
    const azure = azureOf(emulator);
    const plan = await planRun(azure);
    const at = "2026-11-21T12:00:00.000Z";
    const entries: JournalEntry[] = [
      { type: "plan", hash: plan.hash, at },
      { type: "ended", target: gone.toUpperCase(), outcome: "deleted", attempts: 2, at },
    ];
    emulator.journal.clear();
    const report = await applyCleanup(azure, plan, { journal: { ...memoryJournal(), entries } });
    expect(report.deletions).toMatchObject([{ outcome: "deleted", attempts: 2, deletedAt: at }]);
    expect(emulator.journal.since().filter(({ surface }) => surface === "arm")).toEqual([]);
  });

  it("is not gone on with by another plan", async () => {
    verifies("CLEAN-06");
    const emulator = worldOf();
    const azure = azureOf(emulator);
    const plan = await planRun(azure);
    const entries: JournalEntry[] = [{ type: "plan", hash: "another", at: "2026-11-21T12:00:00.000Z" }];
    const applying = applyCleanup(azure, plan, { journal: { ...memoryJournal(), entries } });
    await expect(applying).rejects.toMatchObject({ code: "JOURNAL_OF_ANOTHER_PLAN" });
  });

  it("may be finished after a day, though such a plan may not be begun", async () => {
    verifies("CLEAN-06");
    const emulator = worldOf();
    const azure = azureOf(emulator);
    const plan = await planRun(azure);
    const journal = memoryJournal();
    await applyCleanup(azure, plan, { journal });
    emulator.clock.advance(100_000_000);
    await expect(applyCleanup(azure, plan, { journal })).resolves.toMatchObject({ planHash: plan.hash });
    await expect(applyCleanup(azure, plan)).rejects.toMatchObject({ code: "PLAN_TOO_OLD" });
  });
});

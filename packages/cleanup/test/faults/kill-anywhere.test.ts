import { resourceKey, seededRandom } from "@azlin/core";
import type { Emulator } from "@azlin/emulator";
import { IdleClock, mortalTransport, verifies, type Death } from "@azlin/testing";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { applyCleanup, cleanupAzure, memoryJournal, type CleanupPlan, type JournalEntry } from "../../src/index.ts";
import { planRun } from "../support/plan-run.ts";
import { azureOf, idOf, seedGroup, seedVm, warmUp, worldOf } from "../support/run-world.ts";

beforeAll(warmUp);

const POINTS = 200;
const DAY_MS = 86_400_000;
const RESOURCES = 9;

/** A group that goes as one, and a VM in a group of others, in a world where deletions take their time. */
function mixedWorld(): Emulator {
  const emulator = worldOf();
  emulator.configure({ latency: { profile: "recorded", scale: 0.1 } });
  seedGroup(emulator, "shop");
  seedVm(emulator, { group: "shop", name: "web" });
  seedGroup(emulator, "theirs", {});
  seedVm(emulator, { group: "theirs", name: "db" });
  return emulator;
}

/** What a process that dies at a request has left in its journal. */
async function dieApplying(emulator: Emulator, plan: CleanupPlan, death: Death): Promise<readonly JournalEntry[]> {
  const clock = new IdleClock(emulator);
  const mortal = mortalTransport(emulator.transport(), death);
  const azure = cleanupAzure({
    transport: clock.watch(mortal.transport),
    clock,
    random: seededRandom(1),
    pollIntervalMs: 2_000,
  });
  const journal = memoryJournal();
  await Promise.race([applyCleanup(azure, plan, { journal, deadlineMs: DAY_MS }), mortal.death]);
  return [...journal.entries];
}

function acceptedDeletions(emulator: Emulator): string[] {
  const accepted = emulator.journal.since().filter(({ method, status }) => method === "DELETE" && status < 300);
  return accepted.map(({ path }) => resourceKey(path));
}

describe("a cleanup whose process is killed at a request, before or after Azure got it", () => {
  it("is finished by another run: nothing is deleted twice, and the report is true", { timeout: 240_000 }, async () => {
    verifies("CLEAN-06");
    const deaths = fc.record({ atRequest: fc.integer({ min: 1, max: 45 }), when: fc.constantFrom("before", "after") });
    await fc.assert(
      fc.asyncProperty(deaths, async (death) => {
        const emulator = mixedWorld();
        const plan = await planRun(azureOf(emulator));
        emulator.journal.clear();
        const entries = await dieApplying(emulator, plan, death);
        const report = await applyCleanup(azureOf(emulator), plan, {
          journal: { ...memoryJournal(), entries },
          deadlineMs: DAY_MS,
        });
        expect(report.deletions.map(({ outcome }) => outcome)).toEqual(
          Array.from({ length: RESOURCES }, () => "deleted"),
        );
        for (const { resourceId } of report.deletions) expect(emulator.world.store.has(resourceId)).toBe(false);
        expect(emulator.world.store.has(idOf("theirs"))).toBe(true);
        const accepted = acceptedDeletions(emulator);
        expect(accepted).toHaveLength(new Set(accepted).size);
        await emulator.stop();
      }),
      { numRuns: POINTS },
    );
  });
});

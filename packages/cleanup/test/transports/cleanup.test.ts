import { describeTransports, verifies } from "@azlin/testing";
import { expect, it } from "vitest";
import {
  applyCleanup,
  cleanupAzure,
  forceDeleteResources,
  gatherCleanupFacts,
  planCleanup,
  queryManagedResources,
  verifyCleanupComplete,
} from "../../src/index.ts";
import { deleteCalls, leftOf, RUN_ID, seedGroup, seedResource, seedVm } from "../support/run-world.ts";

const QUICK = { spacingMs: 5, settleMs: 0 };

describeTransports(
  "a run's resources",
  (reach) => {
    it("are found by their tags, planned, deleted and proved gone", async () => {
      verifies("CLEAN-01", "CLEAN-02", "CLEAN-03");
      const { emulator, transport } = await reach({ seed: 1 });
      const group = seedGroup(emulator, "shop");
      const { vm, nic, ip, disk } = seedVm(emulator, { group: "shop", name: "web" });
      const foreign = seedGroup(emulator, "theirs", {});
      const stray = seedResource(emulator, {
        group: "theirs",
        type: "Microsoft.Network/networkSecurityGroups",
        name: "open",
      });
      const azure = cleanupAzure({ transport });

      const found = await queryManagedResources(azure, RUN_ID.toUpperCase());
      expect(found.map(({ resourceId }) => resourceId).toSorted()).toEqual(
        [group, vm, nic, ip, disk, stray].toSorted(),
      );
      expect(found[0]).toMatchObject({ scenarioName: "web-shop", runId: RUN_ID, status: "exists" });

      const plan = planCleanup(await gatherCleanupFacts(azure, { runId: RUN_ID }));
      expect(plan.steps.map(({ kind, target }) => [kind, target])).toEqual([
        ["group", group],
        ["resource", stray],
      ]);
      const { deletions } = await applyCleanup(azure, plan);
      expect(deletions.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 6 }, () => "deleted"));
      expect(leftOf(emulator, [group, vm, nic, ip, disk, stray])).toEqual([]);
      expect(emulator.world.store.has(foreign)).toBe(true);
      expect([...deleteCalls(emulator).values()]).toEqual([1, 1]);

      const report = await verifyCleanupComplete(azure, RUN_ID, { ...QUICK, knownIds: [vm, nic, ip, disk, stray] });
      expect(report).toMatchObject({ status: "verified", remainingResources: [], reason: null });
      expect(report.hasFailures()).toBe(false);
    });

    it("are deleted one by one, users first, where their group is not theirs", async () => {
      verifies("CLEAN-03");
      const { emulator, transport } = await reach({ seed: 1 });
      seedGroup(emulator, "theirs", {});
      const { vm, nic, ip, disk } = seedVm(emulator, { group: "theirs", name: "web" });
      const azure = cleanupAzure({ transport });
      const report = await forceDeleteResources(azure, await queryManagedResources(azure, RUN_ID), { verify: QUICK });
      expect(report).toMatchObject({
        status: "force_deletion_complete",
        totalResourcesExpected: 4,
        totalResourcesDeleted: 4,
      });
      expect(report.deletions.map(({ attempts, failures }) => [attempts, failures.length])).toEqual(
        Array.from({ length: 4 }, () => [1, 0]),
      );
      expect([...deleteCalls(emulator).keys()][0]).toBe(vm.toLowerCase());
      expect(leftOf(emulator, [vm, nic, ip, disk])).toEqual([]);
    });
  },
  { withRealAz: false },
);

import { describeTransports, verifies } from "@azlin/testing";
import { expect, it } from "vitest";
import {
  applyOrphanDelete,
  applyPower,
  applyPrune,
  applyProvision,
  listKeys,
  listOrphans,
  listVms,
  planOrphanDelete,
  planPower,
  planProvision,
  planPrune,
  readProvisionFacts,
  vmAzure,
  type FleetVm,
  type Orphan,
  type VmAzure,
} from "../../src/index.ts";
import { provisionRequest } from "../provision-request.ts";

async function orphans(azure: VmAzure, minAgeMs: number): Promise<Orphan[]> {
  const found: Orphan[] = [];
  for await (const orphan of listOrphans(azure, { minAgeMs })) found.push(orphan);
  return found;
}

async function fleet(azure: VmAzure): Promise<FleetVm[]> {
  const found: FleetVm[] = [];
  for await (const vm of listVms(azure)) found.push(vm);
  return found;
}

describeTransports(
  "what is not needed any more",
  (reach) => {
    it("is found, told with its cost, and deleted, and nothing that is in use", async () => {
      verifies("V2-05", "V2-11");
      const { emulator, transport } = await reach({ seed: 8 });
      const azure = vmAzure({ transport });
      const request = provisionRequest({ subscriptionId: transport.subscriptionIds[0]!, names: ["vm1", "vm2"] });
      const plan = planProvision(request, await readProvisionFacts(azure, request));
      const [used, half] = plan.vms;
      // A VM that was never finished: what it was to stand on is there.
      await applyProvision(azure, { ...plan, vms: [used!, { ...half!, steps: half!.steps.slice(0, 3) }] });

      expect(await orphans(azure, 3_600_000)).toEqual([]);
      const found = await orphans(azure, 0);
      expect(found.map(({ name, monthlyCostUsd }) => `${name} ${monthlyCostUsd}`).toSorted()).toEqual([
        "vm2-ip 3.65",
        "vm2-nic 0",
        "vm2-nsg 0",
      ]);
      const outcomes = await applyOrphanDelete(azure, planOrphanDelete(found));
      expect(outcomes.map(({ status }) => status)).toEqual(["deleted", "deleted", "deleted"]);

      for await (const keys of listKeys(azure)) {
        expect(keys).toMatchObject({ name: "vm1", asOf: "creation", publicKeys: [request.sshPublicKey] });
      }
      expect(await applyPrune(azure, await prunePlan(azure))).toEqual([]);
      await applyPower(azure, planPower({ vmId: used!.id, wanted: "deallocate", powerState: "running" }));
      expect(await applyPrune(azure, await prunePlan(azure))).toMatchObject([{ vm: "vm1", status: "deleted" }]);
      expect(await fleet(azure)).toEqual([]);
      expect(await orphans(azure, 0)).toEqual([]);
      expect(emulator.world.store.has(used!.id)).toBe(false);
    });

    it("is kept when it is in use by the time it is to go", async () => {
      const { transport } = await reach({ seed: 8 });
      const azure = vmAzure({ transport });
      const request = provisionRequest({ subscriptionId: transport.subscriptionIds[0]! });
      const plan = planProvision(request, await readProvisionFacts(azure, request));
      const [vm] = plan.vms;
      await applyProvision(azure, { ...plan, vms: [{ ...vm!, steps: vm!.steps.slice(0, 3) }] });
      const orphanPlan = planOrphanDelete(await orphans(azure, 0));
      await applyProvision(azure, { ...plan, shared: [], vms: [{ ...vm!, steps: vm!.steps.slice(3) }] });
      expect(orphanPlan.steps).toHaveLength(3);
      const kept = await applyOrphanDelete(azure, orphanPlan);
      expect(kept.map(({ status }) => status)).toEqual(["kept", "kept", "kept"]);

      await applyPower(azure, planPower({ vmId: vm!.id, wanted: "deallocate", powerState: "running" }));
      const prune = await prunePlan(azure);
      await applyPower(azure, planPower({ vmId: vm!.id, wanted: "start", powerState: "deallocated" }));
      expect(await applyPrune(azure, prune)).toMatchObject([{ vm: "vm1", status: "kept" }]);
    });
  },
  { withRealAz: false },
);

async function prunePlan(azure: VmAzure): Promise<ReturnType<typeof planPrune>> {
  const known = { lastConnected: new Map(), configuredSessions: new Set<string>(), locked: new Set<string>() };
  return planPrune({ vms: await fleet(azure), ...known }, { now: new Date("2026-06-01T00:00:00Z") });
}

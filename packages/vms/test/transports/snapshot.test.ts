import { createEmulator, type Emulator } from "@azlin/emulator";
import { describeTransports, verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import {
  applyProvision,
  applyRestore,
  applySnapshot,
  applySnapshotDelete,
  disableSnapshotSchedule,
  dueSnapshots,
  enableSnapshotSchedule,
  listSnapshots,
  listVms,
  planProvision,
  planRestore,
  planSnapshot,
  planSnapshotDelete,
  readPowerState,
  readProvisionFacts,
  readSnapshotVm,
  syncSnapshots,
  vmAzure,
  type ApplyRestoreOptions,
  type RestoreReport,
  type RestoreRequest,
  type VmAzure,
  type VmSnapshot,
} from "../../src/index.ts";
import { provisionRequest } from "../provision-request.ts";

const at = new Date("2026-02-03T04:05:06Z");

async function provision(azure: VmAzure, subscriptionId: string): Promise<string> {
  const request = provisionRequest({ subscriptionId });
  const plan = planProvision(request, await readProvisionFacts(azure, request));
  await applyProvision(azure, plan);
  return plan.vms[0]!.id;
}

async function all(azure: VmAzure, options = {}): Promise<VmSnapshot[]> {
  const found: VmSnapshot[] = [];
  for await (const snapshot of listSnapshots(azure, options)) found.push(snapshot);
  return found;
}

describe("snapshots of a VM", () => {
  describeTransports(
    "through the local Azure",
    (reach) => {
      it("are taken, listed, gone back to and deleted", async () => {
        verifies("V2-11");
        const { emulator, transport } = await reach({ seed: 6 });
        const azure = vmAzure({ transport });
        const vmId = await provision(azure, transport.subscriptionIds[0]!);
        const vm = await readSnapshotVm(azure, vmId);
        await applySnapshot(azure, planSnapshot({ vm, at }));
        const [snapshot] = await all(azure);
        expect(snapshot).toMatchObject({
          name: "vm1-snapshot-20260203-040506",
          vmId,
          sourceDiskId: vm.osDisk.id,
          kind: "manual",
          sizeGb: 64,
          provisioningState: "Succeeded",
          monthlyCostUsd: 3.2,
        });
        const report = await applyRestore(azure, planRestore(vm, snapshot!, { at }));
        expect(report).toEqual({ status: "restored", left: [{ id: vm.osDisk.id, monthlyCostUsd: 4.8 }] });
        const after = await readSnapshotVm(azure, vmId);
        expect(after).toMatchObject({ powerState: "running", osDisk: { name: "vm1-os-20260203-040506" } });
        expect(emulator.world.store.get(vm.osDisk.id)!.body["tags"]).toMatchObject({ "azlin-kept-of": vmId });
        await applySnapshotDelete(azure, planSnapshotDelete(snapshot!));
        expect(await all(azure)).toEqual([]);
      });
    },
    { withRealAz: false },
  );

  async function local(): Promise<{ emulator: Emulator; azure: VmAzure; vmId: string }> {
    const emulator = createEmulator({ seed: 6 });
    const azure = vmAzure({ transport: emulator.transport() });
    return { emulator, azure, vmId: await provision(azure, emulator.transport().subscriptionIds[0]!) };
  }

  async function restore(
    azure: VmAzure,
    vmId: string,
    options: ApplyRestoreOptions & Partial<RestoreRequest> = {},
  ): Promise<RestoreReport> {
    const vm = await readSnapshotVm(azure, vmId);
    if ((await all(azure)).length === 0) await applySnapshot(azure, planSnapshot({ vm, at }));
    const [snapshot] = await all(azure);
    return applyRestore(azure, planRestore(vm, snapshot!, { at, ...options }), options);
  }

  function disks(emulator: Emulator): string[] {
    const found = [...emulator.world.store.all()].filter(({ body }) => body.type.endsWith("/disks"));
    return found.map(({ body }) => body.name).toSorted();
  }

  it("give a VM its old disk back when it does not start from the new one", async () => {
    verifies("V2-11");
    const { emulator, azure, vmId } = await local();
    const failing = { confirmBoot: () => Promise.reject(new Error("No SSH.")) };
    expect(await restore(azure, vmId, failing)).toMatchObject({ status: "rolled-back", left: [] });
    expect(await readSnapshotVm(azure, vmId)).toMatchObject({ powerState: "running", osDisk: { name: "vm1-os" } });
    expect(disks(emulator)).toEqual(["vm1-os"]);
  });

  it("leave a VM running on its old disk when the swap is refused", async () => {
    const { emulator, azure, vmId } = await local();
    emulator.faults.set("no-swap", {
      match: { method: "PATCH", path: "*/virtualMachines/*" },
      effect: { status: 409 },
    });
    expect(await restore(azure, vmId)).toMatchObject({ status: "rolled-back", error: { code: "CONFLICT" } });
    expect(await readPowerState(azure, vmId)).toBe("running");
    expect(disks(emulator)).toEqual(["vm1-os"]);
  });

  it("say that both disks are there when even the way back fails", async () => {
    const { emulator, azure, vmId } = await local();
    emulator.faults.set("no-start", {
      match: { path: "*/start" },
      effect: { operationFails: { code: "AllocationFailed", message: "No capacity." } },
    });
    const report = await restore(azure, vmId);
    expect(report).toMatchObject({ status: "failed", error: { code: "RESTORE_FAILED" } });
    expect(report.left.map(({ id }) => id.split("/").at(-1)!).toSorted()).toEqual(disks(emulator));
  });

  it("let the old disk go only when that was asked for", async () => {
    const { emulator, azure, vmId } = await local();
    expect(await restore(azure, vmId, { deleteOldDisk: true })).toEqual({ status: "restored", left: [] });
    expect(disks(emulator)).toEqual(["vm1-os-20260203-040506"]);
  });

  it("are refused for another VM or region, or when they are not ready", async () => {
    const { azure, vmId } = await local();
    const vm = await readSnapshotVm(azure, vmId);
    await applySnapshot(azure, planSnapshot({ vm, at }));
    const [snapshot] = await all(azure);
    for (const [code, change] of [
      ["SNAPSHOT_OF_ANOTHER_VM", { vmId: `${vmId}x` }],
      ["SNAPSHOT_ELSEWHERE", { location: "eastus" }],
      ["SNAPSHOT_NOT_READY", { provisioningState: "Failed" }],
    ] as const) {
      expect(() => planRestore(vm, { ...snapshot!, ...change }, { at })).toThrow(expect.objectContaining({ code }));
    }
    expect(() => planSnapshotDelete({ ...snapshot!, kind: "foreign" })).toThrow(
      expect.objectContaining({ code: "SNAPSHOT_NOT_OURS" }),
    );
    const taken = new Set([snapshot!.name]);
    expect(planSnapshot({ vm, at, takenNames: taken }).step.target).toMatch(/-040506-2$/);
  });

  it("are taken when due, and old ones go only after the new one is there", async () => {
    verifies("V2-11");
    const { emulator, azure, vmId } = await local();
    const sync = async (hours: number): Promise<string[]> => {
      const vms = [];
      for await (const vm of listVms(azure)) vms.push(vm);
      const plan = dueSnapshots(new Date(azure.clock.now() + hours * 3_600_000), vms, await all(azure));
      const outcomes = await syncSnapshots(azure, plan);
      return outcomes.map(({ created, deleted }) => `${created !== null} ${deleted.length}`);
    };
    expect(await sync(0)).toEqual([]);
    await enableSnapshotSchedule(azure, vmId, { everyHours: 1, keep: 1 });
    expect(await sync(0)).toEqual(["true 0"]);
    expect(await sync(0)).toEqual([]);
    const old = await all(azure);
    expect(await sync(2)).toEqual(["true 1"]);
    // Taken within the same second: one that were written over the other would be gone now.
    expect((await all(azure)).map(({ id }) => id)).not.toEqual(old.map(({ id }) => id));
    emulator.faults.set("no-snapshot", { match: { method: "PUT", path: "*/snapshots/*" }, effect: { status: 403 } });
    expect(await sync(2)).toEqual(["false 0"]);
    expect(await all(azure)).toHaveLength(1);
    await disableSnapshotSchedule(azure, vmId);
    expect(await sync(2)).toEqual([]);
  });
});

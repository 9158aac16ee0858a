import { ManualClock } from "@azlin/core";
import { createEmulator, type Emulator } from "@azlin/emulator";
import { beforeEach, describe, expect, it } from "vitest";
import {
  applyDelete,
  applyPower,
  applyProvision,
  gatherDeleteFacts,
  listVms,
  planDelete,
  planPower,
  planProvision,
  poolNames,
  readProvisionFacts,
  resolveVm,
  vmAzure,
  type FleetVm,
  type ProvisionReport,
  type VmAzure,
} from "../../src/index.ts";
import { provisionRequest } from "../provision-request.ts";

describe("carrying plans out when Azure resists", () => {
  let emulator: Emulator;
  let azure: VmAzure;

  beforeEach(() => {
    emulator = createEmulator({ seed: 5 });
    azure = vmAzure({ transport: emulator.transport() });
  });

  async function provision(change = {}, signal?: AbortSignal): Promise<ProvisionReport> {
    const request = provisionRequest(change);
    return applyProvision(azure, planProvision(request, await readProvisionFacts(azure, request)), { signal });
  }

  async function fleet(options = {}): Promise<FleetVm[]> {
    const vms: FleetVm[] = [];
    for await (const vm of listVms(azure, options)) vms.push(vm);
    return vms;
  }

  it("creates the rest of a pool when one VM fails, and says what exists of it", async () => {
    emulator.faults.set("no-vm2", {
      match: { method: "PUT", path: "*/virtualMachines/vm-02" },
      effect: { operationFails: { code: "AllocationFailed", message: "No capacity." } },
    });
    const report = await provision({ names: poolNames("vm", 3) });
    expect(report.outcomes.map(({ vm, ok }) => `${vm}: ${ok}`)).toEqual(["vm-01: true", "vm-02: false", "vm-03: true"]);
    expect(report.outcomes[1]!.error).toMatchObject({ code: "PROVISIONING_FAILED" });
    expect(report.created.filter((id) => id.includes("vm-02"))).toHaveLength(4);
    expect(report.interrupted).toBe(false);
  });

  it("says what exists when it is interrupted", async () => {
    const controller = new AbortController();
    emulator.faults.set("stop", { match: { method: "PUT", path: "*/networkInterfaces/*" }, effect: { delayMs: 50 } });
    const request = provisionRequest();
    const plan = planProvision(request, await readProvisionFacts(azure, request));
    const report = await applyProvision(azure, plan, {
      signal: controller.signal,
      onStep: ({ type }) => {
        if (type.endsWith("networkInterfaces")) controller.abort(new Error("interrupted"));
      },
    });
    expect(report.interrupted).toBe(true);
    expect(report.outcomes[0]!.ok).toBe(false);
    expect(report.created.some((id) => id.endsWith("/virtualMachines/vm1"))).toBe(false);
    expect(report.created.some((id) => id.endsWith("/publicIPAddresses/vm1-ip"))).toBe(true);
  });

  it("shows unknown and null for what could not be read, with a warning, and never a guess", async () => {
    await provision();
    emulator.faults.set("graph", { match: { path: "*ResourceGraph*" }, effect: { status: 403 } });
    emulator.faults.set("status", {
      match: { path: "*/Microsoft.Compute/virtualMachines" },
      times: 2,
      effect: { delayMs: 0 },
    });
    const warnings: string[] = [];
    const [vm] = await fleet({ onWarning: (message: string) => warnings.push(message) });
    expect(vm).toMatchObject({ name: "vm1", publicIp: null, privateIp: null, powerState: "running" });
    expect(warnings).toEqual([expect.stringMatching(/^The VMs' addresses could not be read: /)]);
  });

  it("asks three requests for a fleet, whatever its size", async () => {
    emulator.seed({ fleet: { vms: 500 } });
    emulator.journal.clear();
    expect(await fleet()).toHaveLength(500);
    expect(emulator.journal.since().filter(({ surface }) => surface === "arm")).toHaveLength(3);
  });

  it("finds a VM by name, session and id, and names the candidates of an ambiguous name", async () => {
    await provision({ resourceGroup: "a", session: "dev" });
    await provision({ resourceGroup: "b" });
    const [first] = await fleet({ resourceGroup: "A" });
    expect((await resolveVm(azure, "dev")).id).toBe(first!.id);
    expect((await resolveVm(azure, first!.id)).id).toBe(first!.id);
    expect((await resolveVm(azure, "VM1", { resourceGroup: "A" })).id).toBe(first!.id);
    await expect(resolveVm(azure, "vm1")).rejects.toMatchObject({
      code: "AMBIGUOUS_VM",
      message: "'vm1' could be several VMs: a/vm1, b/vm1.",
    });
    await expect(resolveVm(azure, "nope")).rejects.toMatchObject({ code: "VM_NOT_FOUND" });
  });

  it("tells the failure of a power operation with Azure's reason", async () => {
    await provision();
    const [vm] = await fleet();
    emulator.faults.set("no-start", {
      match: { path: "*/deallocate" },
      effect: { operationFails: { code: "AllocationFailed", message: "No capacity." } },
    });
    const plan = planPower({ vmId: vm!.id, wanted: "deallocate", powerState: "running" });
    await expect(applyPower(azure, plan)).rejects.toMatchObject({
      code: "PROVISIONING_FAILED",
      details: { azureCode: "AllocationFailed" },
    });
  });

  it("reports what remains when a leftover will not go, and never calls it deleted", async () => {
    const clock = new ManualClock();
    azure = vmAzure({ transport: emulator.transport(), clock });
    await provision();
    const [vm] = await fleet();
    emulator.faults.set("stuck", {
      match: { method: "DELETE", path: "*/networkSecurityGroups/*" },
      effect: { status: 403, code: "AuthorizationFailed" },
    });
    const report = await applyDelete(azure, planDelete(await gatherDeleteFacts(azure, vm!.id)));
    expect(report.outcomes.filter(({ status }) => status === "deleted")).toHaveLength(4);
    expect(report.outcomes.find(({ kind }) => kind === "networkSecurityGroup")).toMatchObject({
      status: "remaining",
      error: expect.stringContaining("AuthorizationFailed"),
    });
  });

  it("waits for an address that is still in use for a moment", async () => {
    const clock = new ManualClock();
    azure = vmAzure({ transport: emulator.transport(), clock });
    await provision();
    const [vm] = await fleet();
    emulator.faults.set("busy", {
      match: { method: "DELETE", path: "*/networkSecurityGroups/*" },
      times: 2,
      effect: { status: 400, code: "InUseNetworkSecurityGroupCannotBeDeleted" },
    });
    const facts = await gatherDeleteFacts(azure, vm!.id);
    const deletion = applyDelete(azure, planDelete(facts));
    for (let second = 0; second < 10; second++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      await clock.advance(1000);
    }
    expect((await deletion).outcomes.every(({ status }) => status === "deleted")).toBe(true);
  });

  it("calls a VM deleted that somebody else deleted meanwhile", async () => {
    await provision();
    const [vm] = await fleet();
    const plan = planDelete(await gatherDeleteFacts(azure, vm!.id));
    await emulator.fetch(new Request(`http://127.0.0.1/_emulator/vms${vm!.id}/deleteExternally`, { method: "POST" }));
    const report = await applyDelete(azure, plan);
    expect(report.outcomes.map(({ status }) => status)).toEqual(Array(5).fill("deleted"));
  });
});

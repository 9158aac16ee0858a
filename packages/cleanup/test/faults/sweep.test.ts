import type { Emulator } from "@azlin/emulator";
import { verifies } from "@azlin/testing";
import { beforeAll, describe, expect, it } from "vitest";
import {
  deadRoleAssignments,
  DEFAULT_COLLECTORS,
  orphanedResources,
  purgeDeleted,
  sweep,
  type Collector,
  type SweepOptions,
  type SweepReport,
} from "../../src/index.ts";
import { applyRun, outcomes } from "../support/plan-run.ts";
import {
  azureOf,
  deleteCalls,
  idOf,
  leftOf,
  seedGroup,
  seedResource,
  seedVm,
  SUBSCRIPTION,
  warmUp,
  worldOf,
} from "../support/run-world.ts";

beforeAll(warmUp);

const HOUR_MS = 3_600_000;
const OURS = { "managed-by": "azlin" };
const NIC = "Microsoft.Network/networkInterfaces";
const DISK = "Microsoft.Compute/disks";

function worldOfGroups(): Emulator {
  const emulator = worldOf();
  seedGroup(emulator, "dev", {});
  return emulator;
}

function sweepOf(emulator: Emulator, options: SweepOptions = {}): Promise<SweepReport> {
  return sweep(azureOf(emulator), { olderThanMs: HOUR_MS, ...options });
}

function names(report: SweepReport, collector: string): string[] {
  return (report.found[collector] ?? []).map((id) => id.split("/").at(-1)!).toSorted();
}

describe("a sweep", () => {
  it("only plans unless it is told to delete", async () => {
    verifies("CLEAN-06");
    const emulator = worldOfGroups();
    const tags = { ...OURS, "azlin-expires-at": "2026-01-01T00:00:00Z" };
    const disk = seedResource(emulator, { group: "dev", type: DISK, name: "old", tags });
    const planned = await sweepOf(emulator);
    expect(planned).toMatchObject({ applied: null, unread: [], plan: { steps: [{ target: disk }] } });
    expect(leftOf(emulator, [disk])).toHaveLength(1);
    const swept = await sweepOf(emulator, { dryRun: false });
    expect(swept.applied?.deletions).toMatchObject([{ resourceId: disk, outcome: "deleted" }]);
    expect(leftOf(emulator, [disk])).toEqual([]);
  });

  it("goes by a tag that says when something expires, if it says so clearly, and by what the tag says at the time", async () => {
    verifies("CLEAN-06");
    const emulator = worldOfGroups();
    const expiring = (name: string, at: string): string => {
      return seedResource(emulator, { group: "dev", type: DISK, name, tags: { "Azlin-Expires-At": at } });
    };
    expiring("past", "2026-01-01T00:00:00Z");
    expiring("zone", "2026-01-01T02:00:00+02:00");
    expiring("future", "2126-01-01T00:00:00Z");
    expiring("day", "2026-01-01");
    expiring("words", "yesterday");
    seedGroup(emulator, "gone", { "azlin-expires-at": "2026-01-01T00:00:00Z" });
    const report = await sweepOf(emulator);
    expect(names(report, "expired-resources")).toEqual(["gone", "past", "zone"]);
    expect(report.plan.steps[0]?.marks).toEqual({ "azlin-expires-at": "2026-01-01T00:00:00Z" });
  });

  it("finds what of ours nothing uses, and leaves what is used, young, or not ours", async () => {
    verifies("CLEAN-06");
    const emulator = worldOfGroups();
    const unattached = { diskState: "Unattached" };
    seedResource(emulator, { group: "dev", type: NIC, name: "nic", tags: OURS });
    seedResource(emulator, { group: "dev", type: "Microsoft.Network/publicIPAddresses", name: "ip", tags: OURS });
    seedResource(emulator, { group: "dev", type: "Microsoft.Network/networkSecurityGroups", name: "nsg", tags: OURS });
    seedResource(emulator, { group: "dev", type: DISK, name: "disk", tags: OURS, properties: unattached });
    seedResource(emulator, { group: "dev", type: DISK, name: "theirs", tags: {}, properties: unattached });
    const { vm, nic, ip, disk } = seedVm(emulator, { group: "dev", name: "web" }, { tags: OURS });
    emulator.clock.advance(HOUR_MS);
    seedResource(emulator, { group: "dev", type: DISK, name: "young", tags: OURS, properties: unattached });
    const report = await sweepOf(emulator, { dryRun: false });
    expect(names(report, "orphaned-resources")).toEqual(["disk", "ip", "nic", "nsg"]);
    expect(outcomes(report.applied!)).toEqual({ nic: "deleted", ip: "deleted", nsg: "deleted", disk: "deleted" });
    expect(leftOf(emulator, [vm, nic, ip, disk, idOf("dev", DISK, "young"), idOf("dev", DISK, "theirs")])).toHaveLength(
      6,
    );
  });

  it("takes no row of a lagging index for the truth", async () => {
    verifies("CLEAN-06");
    const emulator = worldOfGroups();
    emulator.configure({
      consistency: { resourceGraphLagMs: 600_000, directoryReplicationMs: 0, rbacPropagationMs: 0 },
    });
    const disk = seedResource(emulator, {
      group: "dev",
      type: DISK,
      name: "disk",
      tags: OURS,
      properties: { diskState: "Unattached" },
    });
    emulator.clock.advance(2 * HOUR_MS);
    const { body } = emulator.world.store.get(disk)!;
    const properties = { ...body.properties, diskState: "Attached" };
    emulator.world.store.put({
      body: { ...body, managedBy: idOf("dev", "Microsoft.Compute/virtualMachines", "web"), properties },
    });
    expect(names(await sweepOf(emulator), "orphaned-resources")).toEqual([]);
  });

  it("keeps what is locked or protected, and tries what is in use after all three times only", async () => {
    verifies("CLEAN-06");
    const emulator = worldOfGroups();
    const kept = seedResource(emulator, {
      group: "dev",
      type: NIC,
      name: "kept",
      tags: { ...OURS, "azlin-keep": "true" },
    });
    const used = seedResource(emulator, { group: "dev", type: NIC, name: "used", tags: OURS });
    emulator.clock.advance(HOUR_MS);
    emulator.faults.set("used", { match: { method: "DELETE" }, effect: { status: 400, code: "NicInUse" } });
    const report = await sweepOf(emulator, { dryRun: false });
    expect(outcomes(report.applied!)).toEqual({ kept: "blocked", used: "remaining" });
    expect(deleteCalls(emulator).get(used.toLowerCase())).toBe(3);
    expect(leftOf(emulator, [kept, used])).toHaveLength(2);
  });

  it("tells what it could not look for, and goes on with the rest", async () => {
    const emulator = worldOfGroups();
    const broken: Collector = { name: "broken", collect: () => Promise.reject(new TypeError("no")) };
    const report = await sweepOf(emulator, { collectors: [broken, orphanedResources] });
    expect(report.unread).toMatchObject([{ collector: "broken", error: { code: "INTERNAL_ERROR" } }]);
    expect(report.found).toEqual({ broken: [], "orphaned-resources": [] });
    expect(DEFAULT_COLLECTORS.map(({ name }) => name)).toEqual([
      "expired-resources",
      "orphaned-resources",
      "soft-deleted-vaults",
    ]);
  });
});

describe("role assignments of principals that are gone", () => {
  const LONG_AGO = "2026-01-01T00:00:00Z";
  const PRINCIPAL = "11111111-0000-4000-8000-00000000000";
  const assign = (emulator: Emulator, index: number, description: string, createdOn?: string): string => {
    const id = `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleAssignments/${PRINCIPAL}${index}`;
    const roleDefinitionId = `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/reader`;
    const properties = {
      principalId: `${PRINCIPAL}${index}`,
      roleDefinitionId,
      scope: SUBSCRIPTION,
      description,
      ...(createdOn !== undefined && { createdOn }),
    };
    emulator.seed({ id, body: { properties } });
    return id;
  };

  it("are swept when they are ours and the directory says so", async () => {
    verifies("CLEAN-06");
    const emulator = worldOfGroups();
    const dead = assign(emulator, 1, "azlin run 42", LONG_AGO);
    const alive = assign(emulator, 2, "azlin run 42", LONG_AGO);
    const ageless = assign(emulator, 4, "azlin run 42");
    const foreign = assign(emulator, 3, "made by hand", LONG_AGO);
    const collector = deadRoleAssignments({
      existingPrincipals: (ids) =>
        Promise.resolve(new Set(ids.filter((id) => id.endsWith("2")).map((id) => id.toUpperCase()))),
    });
    const report = await sweepOf(emulator, { dryRun: false, collectors: [collector] });
    expect(report.applied?.deletions).toMatchObject([{ resourceId: dead, outcome: "deleted" }]);
    expect(leftOf(emulator, [dead, alive, ageless, foreign])).toHaveLength(3);
  });

  it("are left alone when the directory cannot be asked", async () => {
    verifies("CLEAN-06");
    const emulator = worldOfGroups();
    const dead = assign(emulator, 1, "azlin run 42", LONG_AGO);
    const collector = deadRoleAssignments({ existingPrincipals: () => Promise.reject(new Error("no Graph")) });
    const report = await sweepOf(emulator, { dryRun: false, collectors: [collector] });
    expect(report.unread).toMatchObject([{ collector: "dead-role-assignments" }]);
    expect(leftOf(emulator, [dead])).toHaveLength(1);
  });
});

describe("vaults in the bin", () => {
  const bin = (emulator: Emulator, name: string, change: object = {}): string => {
    const id = `${SUBSCRIPTION}/providers/Microsoft.KeyVault/locations/westus2/deletedVaults/${name}`;
    const dates = { deletionDate: "2026-01-01T00:00:00Z", scheduledPurgeDate: "2027-01-01T00:00:00Z" };
    const properties = { location: "westus2", tags: OURS, ...dates, ...change };
    emulator.world.store.put({ body: { id, name, type: "Microsoft.KeyVault/deletedVaults", properties } });
    return id;
  };

  it("are purged when they are ours and may be", async () => {
    verifies("CLEAN-06");
    const emulator = worldOfGroups();
    const ours = bin(emulator, "ours");
    const others = [
      bin(emulator, "theirs", { tags: {} }),
      bin(emulator, "protected", { purgeProtectionEnabled: true }),
      bin(emulator, "young", { deletionDate: new Date(emulator.clock.now()).toISOString() }),
    ];
    const report = await sweepOf(emulator, { dryRun: false });
    expect(report.plan.steps).toMatchObject([{ action: "purge", target: ours, isIrreversible: true }]);
    expect(report.applied?.deletions).toMatchObject([{ resourceId: ours, outcome: "deleted", attempts: 1 }]);
    expect(leftOf(emulator, [ours, ...others])).toHaveLength(3);
  });

  it("come there by a cleanup, and are gone for good when they are purged, and they alone", async () => {
    verifies("CLEAN-06");
    const emulator = worldOfGroups();
    const vault = {
      group: "dev",
      type: "Microsoft.KeyVault/vaults",
      name: "kv-run",
      properties: { sku: { name: "standard" } },
    };
    const id = seedResource(emulator, vault);
    expect(outcomes(await applyRun(azureOf(emulator)))).toEqual({ "kv-run": "deleted" });
    const other = bin(emulator, "other");
    const report = await purgeDeleted(azureOf(emulator), [id.toUpperCase()]);
    expect(outcomes(report.applied!)).toEqual({ "kv-run": "deleted" });
    expect(leftOf(emulator, [other])).toHaveLength(1);
    emulator.world.store.remove(other);
    const again = await sweepOf(emulator, { olderThanMs: 0 });
    expect(again.found["soft-deleted-vaults"]).toEqual([]);
    expect(leftOf(emulator, [id])).toEqual([]);
  });
});

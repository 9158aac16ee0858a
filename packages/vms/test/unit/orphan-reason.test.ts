import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { monthlyCostUsd, orphanReason, planOrphanDelete, type Orphan, type OrphanFacts } from "../../src/index.ts";

function facts(
  kind: OrphanFacts["kind"],
  properties: Record<string, unknown> = {},
  rest: Partial<OrphanFacts> = {},
): OrphanFacts {
  const tags = { "managed-by": "azlin" };
  return { kind, tags, managedBy: undefined, properties: { provisioningState: "Succeeded", ...properties }, ...rest };
}

describe("what is left over", () => {
  it.each([
    ["networkInterface", {}],
    ["publicIp", { ipConfiguration: null }],
    ["networkSecurityGroup", { networkInterfaces: [], subnets: [] }],
    ["disk", { diskState: "Unattached" }],
  ] as const)("is a %s that nothing uses", (kind, properties) => {
    verifies("V2-05");
    expect(orphanReason(facts(kind, properties))).toMatch(/./);
  });

  it.each([
    ["networkInterface", { virtualMachine: { id: "x" } }],
    ["networkInterface", { privateEndpoint: { id: "x" } }],
    ["publicIp", { ipConfiguration: { id: "x" } }],
    ["publicIp", { natGateway: { id: "x" } }],
    ["publicIp", { loadBalancer: { id: "x" } }],
    ["networkSecurityGroup", { networkInterfaces: [{ id: "x" }] }],
    ["networkSecurityGroup", { subnets: [{ id: "x" }] }],
    ["disk", { diskState: "Attached" }],
    ["disk", { diskState: "ActiveSAS" }],
    ["disk", {}],
    ["networkInterface", { provisioningState: "Updating" }],
  ] as const)("is no %s with %j", (kind, properties) => {
    expect(orphanReason(facts(kind, properties))).toBeUndefined();
  });

  it("is nothing that azlin did not make", () => {
    expect(orphanReason(facts("networkInterface", {}, { tags: {} }))).toBeUndefined();
    expect(orphanReason(facts("disk", { diskState: "Unattached" }, { managedBy: "vm" }))).toBeUndefined();
  });

  it("is a snapshot for clones, or one whose VM is known to be gone", () => {
    const of = (extra: Record<string, string>, isVmThere?: boolean): string | undefined =>
      orphanReason(facts("snapshot", {}, { tags: { "managed-by": "azlin", ...extra }, isVmThere }));
    expect(of({ "azlin-snapshot-kind": "clone" })).toMatch(/clones/);
    expect(of({ "azlin-vm": "/vm" }, false)).toBe("Its VM is gone.");
    expect(of({ "azlin-vm": "/vm" }, true)).toBeUndefined();
    expect(of({ "azlin-vm": "/vm" })).toBeUndefined();
    expect(of({}, false)).toBeUndefined();
  });

  it("goes in the order of who refers to whom, with what is known of its price", () => {
    const orphan = (kind: Orphan["kind"], cost: number | null): Orphan => ({
      id: kind,
      name: kind,
      kind,
      resourceGroup: "g",
      reason: "",
      sizeGb: null,
      monthlyCostUsd: cost,
    });
    const plan = planOrphanDelete([orphan("disk", null), orphan("publicIp", 3.65), orphan("networkInterface", 0)]);
    expect(plan.steps.map(({ target }) => target)).toEqual(["networkInterface", "publicIp", "disk"]);
    expect(plan).toMatchObject({ monthlyCostUsd: 3.65, unpriced: 1 });
  });
});

describe("prices", () => {
  it.each([
    [{ kind: "disk", sku: "StandardSSD_LRS", sizeGb: 64 }, 4.8],
    [{ kind: "disk", sku: "StandardSSD_LRS", sizeGb: 65 }, 9.6],
    [{ kind: "disk", sku: "UltraSSD_LRS", sizeGb: 64 }, null],
    [{ kind: "disk", sku: "StandardSSD_LRS", sizeGb: 4096 }, null],
    [{ kind: "disk" }, null],
    [{ kind: "snapshot", sizeGb: 64 }, 3.2],
    [{ kind: "snapshot" }, null],
    [{ kind: "publicIp", sku: "Standard" }, 3.65],
    [{ kind: "publicIp", sku: "Basic" }, null],
    [{ kind: "networkInterface" }, 0],
  ] as const)("are known or null: %j", (resource, cost) => {
    expect(monthlyCostUsd(resource)).toBe(cost);
  });
});

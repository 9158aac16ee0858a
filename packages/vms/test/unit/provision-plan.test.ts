import { parseResourceId } from "@azlin/core";
import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultVmName, planProvision, poolNames, type ProvisionFacts, type RegionFacts } from "../../src/index.ts";
import { provisionRequest } from "../provision-request.ts";

function region(location: string, change: Partial<RegionFacts> = {}): RegionFacts {
  const size = {
    name: "Standard_B2s",
    family: "standardBSFamily",
    vCpus: 2,
    architecture: "x64",
    restriction: undefined,
  };
  const quota = { limit: 10, used: 0 };
  return { location, size, regionalCores: quota, familyCores: quota, ...change };
}

function facts(change: Partial<ProvisionFacts> = {}): ProvisionFacts {
  return {
    groupLocation: undefined,
    takenNames: new Set(),
    networks: new Set(),
    regions: [region("westus2")],
    ...change,
  };
}

describe("the plan of new VMs", () => {
  it("makes group and network once, and for each VM security group, address, interface and VM in this order", () => {
    verifies("TAG-11");
    const plan = planProvision(provisionRequest({ names: poolNames("vm", 2), session: "dev" }), facts());
    expect(plan.shared.map(({ type }) => type)).toEqual([
      "Microsoft.Resources/resourceGroups",
      "Microsoft.Network/virtualNetworks",
    ]);
    expect(plan.vms.map(({ name }) => name)).toEqual(["vm-01", "vm-02"]);
    for (const { steps } of plan.vms) {
      expect(steps.map(({ type }) => type.split("/")[1])).toEqual([
        "networkSecurityGroups",
        "publicIPAddresses",
        "networkInterfaces",
        "virtualMachines",
      ]);
    }
    expect(plan.vms.map(({ steps }) => steps[3]!.body.tags)).toEqual(
      ["dev-1", "dev-2"].map((session) => ({
        "managed-by": "azlin",
        "azlin-session": session,
        "azlin-created": "2026-01-02T03:04:05Z",
        "azlin-owner": "ada",
      })),
    );
  });

  it("makes no group and no network that is there", () => {
    const network =
      "/subscriptions/00000000-0000-4000-8000-000000000001/resourcegroups/rg1/providers/microsoft.network/virtualnetworks/azlin-vnet-westus2";
    const plan = planProvision(provisionRequest(), facts({ groupLocation: "westus2", networks: new Set([network]) }));
    expect(plan.shared).toEqual([]);
  });

  it("refers only to what it creates or what is there, whatever the names", () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9]([a-zA-Z0-9_-]{0,20}[a-zA-Z0-9])?$/);
    fc.assert(
      fc.property(name, fc.integer({ min: 1, max: 5 }), (base, count) => {
        const plan = planProvision(provisionRequest({ names: poolNames(base, count) }), facts());
        const targets = [...plan.shared, ...plan.vms.flatMap(({ steps }) => steps)].map(({ target }) => target);
        expect(new Set(targets.map((target) => target.toLowerCase())).size).toBe(targets.length);
        const references = JSON.stringify(plan.vms).match(/\/subscriptions\/[^"]+/g) ?? [];
        for (const reference of references) {
          expect(() => parseResourceId(reference)).not.toThrow();
          expect(targets.some((target) => reference === target || reference.startsWith(`${target}/subnets/`))).toBe(
            true,
          );
        }
      }),
    );
  });

  it("takes the next region when the first lacks size or quota, and says why", () => {
    const regions = [region("westus2", { regionalCores: { limit: 10, used: 9 } }), region("eastus2")];
    const plan = planProvision(provisionRequest({ fallbackLocations: ["eastus2"] }), facts({ regions }));
    expect(plan.location).toBe("eastus2");
    expect(plan.notes).toEqual([
      "Using region eastus2 instead of westus2: 1 x Standard_B2s needs 2 vCPUs in westus2; 9 of 10 are used.",
    ]);
  });

  it.each([
    ["SIZE_NOT_AVAILABLE", region("westus2", { size: undefined }), "westus2 does not have Standard_B2s."],
    [
      "QUOTA_EXCEEDED",
      region("westus2", { familyCores: { limit: 4, used: 3 } }),
      "1 x Standard_B2s needs 2 vCPUs in westus2; 3 of 4 are used.",
    ],
  ])("refuses with %s and numbers when no region fits", (code, only, message) => {
    expect(() => planProvision(provisionRequest(), facts({ regions: [only] }))).toThrow(
      expect.objectContaining({ code, message }),
    );
  });

  it("refuses a pool that goes beyond the quota before anything is made, though a single VM would fit", () => {
    verifies("V2-01");
    const almostFull = region("westus2", { regionalCores: { limit: 10, used: 5 } });
    const only = facts({ regions: [almostFull] });
    expect(planProvision(provisionRequest({ names: poolNames("vm", 2) }), only).vms).toHaveLength(2);
    expect(() => planProvision(provisionRequest({ names: poolNames("vm", 3) }), only)).toThrow(
      expect.objectContaining({
        code: "QUOTA_EXCEEDED",
        message: "3 x Standard_B2s needs 6 vCPUs in westus2; 5 of 10 are used.",
      }),
    );
  });

  it("hands cloud-init over as Azure takes it", () => {
    verifies("V2-02");
    const plan = planProvision(provisionRequest({ customData: "#cloud-config\n" }), facts());
    expect(plan.vms[0]!.steps.at(-1)!.body["osProfile"]).toMatchObject({ customData: "I2Nsb3VkLWNvbmZpZwo=" });
    const without = planProvision(provisionRequest(), facts());
    expect(without.vms[0]!.steps.at(-1)!.body["osProfile"]).not.toHaveProperty("customData");
  });

  it("refuses names that are taken, without regard to case", () => {
    expect(() => planProvision(provisionRequest({ names: ["VM1"] }), facts({ takenNames: new Set(["vm1"]) }))).toThrow(
      expect.objectContaining({ code: "VM_EXISTS" }),
    );
  });

  it.each([
    ["INVALID_VM_NAME", { names: ["-vm"] }],
    ["INVALID_VM_NAME", { names: ["a b"] }],
    ["INVALID_POOL", { names: [] }],
    ["INVALID_POOL", { names: poolNames("vm", 101) }],
    ["INVALID_RESOURCE_GROUP", { resourceGroup: "rg." }],
    ["INVALID_SSH_KEY", { sshPublicKey: "-----BEGIN OPENSSH PRIVATE KEY-----" }],
    ["INVALID_SESSION_NAME", { session: "a b" }],
  ])("refuses with %s what cannot be right: %o", (code, change) => {
    expect(() => planProvision(provisionRequest(change), facts())).toThrow(expect.objectContaining({ code }));
  });
});

describe("names of VMs", () => {
  it("are numbered in a pool, with as many digits as it needs", () => {
    expect(poolNames("vm", 1)).toEqual(["vm"]);
    expect(poolNames("vm", 3)).toEqual(["vm-01", "vm-02", "vm-03"]);
    expect(poolNames("vm", 100).at(-1)).toBe("vm-100");
  });

  it("tell the time when nobody chose one", () => {
    expect(defaultVmName(new Date("2025-01-23T20:15:00.123Z"))).toBe("azlin-20250123-201500");
  });
});

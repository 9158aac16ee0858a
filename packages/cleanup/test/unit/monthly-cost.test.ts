import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { monthlyCostUsd } from "../../src/index.ts";
import { documentOf, type DocumentChange } from "../support/cleanup-facts.ts";
import { idOf } from "../support/run-world.ts";

const cost = (type: string, change: DocumentChange = {}): number | null => {
  return monthlyCostUsd(documentOf(idOf("g", type, "x"), change));
};

describe("what a resource costs a month", () => {
  it("is by the table, whatever the case of its size", () => {
    verifies("CLEAN-06");
    const properties = { hardwareProfile: { vmSize: "STANDARD_D2S_V5" } };
    expect(cost("Microsoft.Compute/virtualMachines", { properties })).toBe(70.08);
    expect(cost("Microsoft.Compute/disks", { sku: "Premium_LRS", properties: { diskSizeGB: 33 } })).toBe(10.21);
    expect(cost("microsoft.network/publicipaddresses", { sku: "Standard" })).toBe(3.65);
    expect(cost("Microsoft.Network/networkInterfaces")).toBe(0);
  });

  it.each([
    ["a type", "Contoso.Web/things", {}],
    ["a size", "Microsoft.Compute/virtualMachines", { properties: { hardwareProfile: { vmSize: "Standard_New" } } }],
    ["no size", "Microsoft.Compute/virtualMachines", {}],
    ["a price class", "Microsoft.Network/publicIPAddresses", { sku: "Basic" }],
    ["a storage type", "Microsoft.Compute/disks", { sku: "UltraSSD_LRS", properties: { diskSizeGB: 30 } }],
    ["a disk beyond it", "Microsoft.Compute/disks", { sku: "Premium_LRS", properties: { diskSizeGB: 9_999 } }],
    ["a name of JavaScript", "Microsoft.Network/publicIPAddresses", { sku: "constructor" }],
  ] as const)("is unknown, and never 0, for %s that the table does not have", (_what, type, change) => {
    verifies("CLEAN-06");
    expect(cost(type, change)).toBeNull();
  });
});

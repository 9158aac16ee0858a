import { describe, expect, it } from "vitest";
import { vmIdOf } from "../../src/vm-id.ts";

const one = { subscriptionIds: ["s1"] };

describe("naming a VM", () => {
  it("makes the id from name and group when the transport has one subscription", () => {
    expect(vmIdOf({ name: "vm", resourceGroup: "g" }, one)).toBe(
      "/subscriptions/s1/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm",
    );
  });

  it("asks for the subscription when there could be several", () => {
    const several = { subscriptionIds: ["s1", "s2"] };
    expect(() => vmIdOf({ name: "vm", resourceGroup: "g" }, several)).toThrow(
      expect.objectContaining({ code: "SUBSCRIPTION_REQUIRED" }),
    );
    expect(vmIdOf({ name: "vm", resourceGroup: "g", subscriptionId: "s2" }, several)).toContain("/s2/");
  });

  it("refuses ids of anything but a VM", () => {
    const disk = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/disks/d";
    for (const id of ["vm-1", disk, ""]) {
      expect(() => vmIdOf(id, one)).toThrow(expect.objectContaining({ code: "INVALID_RESOURCE_ID" }));
    }
  });
});

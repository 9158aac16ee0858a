import { describe, expect, it } from "vitest";
import { verifies } from "@azlin/testing";
import { pickVm, type FleetVm } from "../../src/index.ts";

function vm(name: string, facts: Partial<FleetVm> = {}): FleetVm {
  const { resourceGroup = "rg" } = facts;
  return {
    id: `/subscriptions/s/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/virtualMachines/${name}`,
    name,
    resourceGroup,
    subscriptionId: "s",
    location: "westus2",
    size: null,
    powerState: "running",
    provisioningState: null,
    publicIp: null,
    privateIp: null,
    session: null,
    owner: null,
    created: null,
    tags: {},
    ...facts,
  };
}

describe("picking a VM of the fleet", () => {
  const fleet = [
    vm("web", { session: "db", publicIp: "20.0.0.1" }),
    vm("db", { privateIp: "10.0.0.4" }),
    vm("twin"),
    vm("twin", { resourceGroup: "other" }),
  ];

  it.each([
    ["WEB", "web"],
    ["20.0.0.1", "web"],
    ["10.0.0.4", "db"],
    [fleet[0]!.id.toUpperCase(), "web"],
  ])("'%s' is %s", (text, name) => {
    verifies("V2-04");
    expect(pickVm(fleet, text).name).toBe(name);
  });

  it("takes a VM's own name before a session of the same name", () => {
    expect(pickVm(fleet, "db").name).toBe("db");
    expect(pickVm([fleet[0]!], "db").name).toBe("web");
  });

  it("names the candidates when there are several, and says so when there is none", () => {
    expect(() => pickVm(fleet, "twin")).toThrow("'twin' could be several VMs: rg/twin, other/twin.");
    expect(() => pickVm(fleet, "nobody", { resourceGroup: "rg" })).toThrow("'nobody' not found in resource group 'rg'");
  });
});

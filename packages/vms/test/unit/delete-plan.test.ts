import { describe, expect, it } from "vitest";
import { planDelete } from "../../src/index.ts";

const base = "/subscriptions/s/resourceGroups/g/providers";
const vm = `${base}/Microsoft.Compute/virtualMachines/vm1`;
const nic = `${base}/Microsoft.Network/networkInterfaces/nic1`;
const ip = `${base}/Microsoft.Network/publicIPAddresses/ip1`;
const disk = `${base}/Microsoft.Compute/disks/os1`;
const group = `${base}/Microsoft.Network/networkSecurityGroups/nsg1`;

describe("the plan of a deletion", () => {
  it("leaves to Azure what goes with the VM, and takes the rest itself", () => {
    const { steps, kept } = planDelete({
      vm: {
        id: vm,
        name: "vm1",
        disks: [{ id: disk, cascades: true }],
        interfaces: [
          {
            id: nic,
            cascades: true,
            publicIps: [{ id: ip, cascades: false }],
            securityGroup: { id: group, isShared: false },
          },
        ],
      },
    });
    expect(steps.map(({ kind, how }) => `${kind}: ${how}`)).toEqual([
      "vm: request",
      "networkInterface: cascade",
      "publicIp: own",
      "disk: cascade",
      "networkSecurityGroup: own",
    ]);
    expect(kept).toEqual([]);
  });

  it("deletes an address itself when its interface does not go by itself", () => {
    const { steps } = planDelete({
      vm: {
        id: vm,
        name: "vm1",
        disks: [],
        interfaces: [{ id: nic, cascades: false, publicIps: [{ id: ip, cascades: true }], securityGroup: undefined }],
      },
    });
    expect(steps.map(({ how }) => how)).toEqual(["request", "own", "own"]);
  });

  it("keeps a security group that others use, and says so", () => {
    const { steps, kept } = planDelete({
      vm: {
        id: vm,
        name: "vm1",
        disks: [],
        interfaces: [
          { id: nic, cascades: true, publicIps: [], securityGroup: { id: group, isShared: true } },
          { id: `${nic}b`, cascades: true, publicIps: [], securityGroup: { id: group.toUpperCase(), isShared: true } },
        ],
      },
    });
    expect(steps.some(({ kind }) => kind === "networkSecurityGroup")).toBe(false);
    expect(kept).toEqual([{ id: group, reason: "Other resources use this network security group." }]);
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator } from "../../src/index.ts";
import { armCaller, type ArmAnswer, type ArmCaller } from "../support/arm-caller.ts";

const SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-000000000001";

describe("virtual networks", () => {
  let arm: ArmCaller;

  const idOf = (name: string, group = "rg"): string =>
    `${SUBSCRIPTION}/resourceGroups/${group}/providers/Microsoft.Network/virtualNetworks/${name}`;
  const put = (id: string, properties: object): Promise<ArmAnswer> =>
    arm("PUT", id, { location: "westus2", properties });
  const network = (name: string, octet: number, group?: string): Promise<ArmAnswer> =>
    put(idOf(name, group), {
      addressSpace: { addressPrefixes: [`10.${octet}.0.0/16`] },
      subnets: [{ name: "s", properties: { addressPrefix: `10.${octet}.0.0/29` } }],
    });
  const peer = (from: string, to: string): Promise<ArmAnswer> =>
    put(`${from}/virtualNetworkPeerings/there`, { remoteVirtualNetwork: { id: to } });
  const stateOf = async (id: string): Promise<string> =>
    (await arm("GET", `${id}/virtualNetworkPeerings/there`)).body.properties.peeringState;

  beforeEach(async () => {
    arm = armCaller(createEmulator({ seed: 1, clock: "virtual" }), "2024-05-01");
    for (const group of ["rg", "other"]) await arm("PUT", `resourcegroups/${group}`, { location: "westus2" });
    await network("a", 1);
    await network("b", 2, "other");
  });

  it("are peered when each leads to the other, also across groups", async () => {
    const [a, b] = [idOf("a"), idOf("b", "other")];
    const made = await peer(a, b);
    expect([made.status, made.body.properties]).toMatchObject([
      201,
      {
        peeringState: "Initiated",
        provisioningState: "Updating",
        remoteVirtualNetwork: { id: b },
        remoteAddressSpace: { addressPrefixes: ["10.2.0.0/16"] },
        allowVirtualNetworkAccess: true,
      },
    ]);
    await peer(b, a);
    expect([await stateOf(a), await stateOf(b)]).toEqual(["Connected", "Connected"]);
    const { body } = await arm("GET", a);
    expect(body.properties.virtualNetworkPeerings).toMatchObject([
      { name: "there", properties: { peeringState: "Connected" } },
    ]);
  });

  it("can go although they are peered, which leaves the other side disconnected", async () => {
    const [a, b] = [idOf("a"), idOf("b", "other")];
    await peer(a, b);
    await peer(b, a);
    await arm("DELETE", `${SUBSCRIPTION}/resourcegroups/other`);
    expect((await arm("GET", b)).body.error.code).toBe("ResourceGroupNotFound");
    expect(await stateOf(a)).toBe("Disconnected");
    expect((await arm("DELETE", `${a}/virtualNetworkPeerings/there`)).status).toBe(202);
    expect((await arm("GET", a)).body.properties.virtualNetworkPeerings).toEqual([]);
  });

  it("keep their peerings when they are written without them, and are not peered with nothing", async () => {
    await peer(idOf("a"), idOf("b", "other"));
    await network("a", 1);
    expect(await stateOf(idOf("a"))).toBe("Initiated");
    const refused = await peer(idOf("a"), idOf("nowhere"));
    expect([refused.status, refused.body.error.code]).toEqual([400, "InvalidResourceReference"]);
  });

  it("tell whether an address is free, and which others are", async () => {
    const check = (address: string): Promise<ArmAnswer> =>
      arm("GET", `${idOf("a")}/CheckIPAddressAvailability?ipAddress=${address}`);
    expect((await check("10.1.0.4")).body).toEqual({ available: true, isPlatformReserved: false });
    const nic = `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/networkInterfaces/n`;
    const subnet = { id: `${idOf("a")}/subnets/s` };
    await put(nic, { ipConfigurations: [{ name: "i", properties: { subnet } }] });
    expect((await check("10.1.0.4")).body).toEqual({
      available: false,
      availableIPAddresses: ["10.1.0.5", "10.1.0.6"],
      isPlatformReserved: false,
    });
    const outside = await check("10.9.0.4");
    expect([outside.status, outside.body.error.code]).toEqual([400, "PrivateIPAddressNotInAnySubnet"]);
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { armCaller, type ArmAnswer, type ArmCaller } from "../support/arm-caller.ts";
import { azureClients, createInterface, vmOn, type AzureClients } from "../support/azure-clients.ts";

const HOUR_MS = 3_600_000;

describe("the deletion of a resource group", () => {
  let emulator: Emulator;
  let azure: AzureClients;
  let arm: ArmCaller;
  let nicId: string;

  const groupOf = (name: string): string => `/subscriptions/${azure.subscriptionId}/resourceGroups/${name}`;
  const network = (group: string): string => `${groupOf(group)}/providers/Microsoft.Network`;
  const put = (id: string, properties: object): Promise<ArmAnswer> =>
    arm("PUT", `${id}?api-version=2024-05-01`, { location: "westus2", properties });
  const remaining = async (group: string): Promise<string[]> => {
    const { body } = await arm("GET", `${groupOf(group)}/resources`);
    return (body.value ?? []).map(({ name }: { name: string }) => name);
  };
  const stateOf = async (group: string): Promise<string | undefined> =>
    (await azure.resources.resourceGroups.get(group)).properties?.provisioningState;
  /** Deletes a group with recorded durations, to the end; the answer of the last poll. */
  const deletion = async (group: string): Promise<ArmAnswer> => {
    const { headers } = await arm("DELETE", groupOf(group));
    emulator.clock.advance(2 * HOUR_MS);
    return arm("GET", headers.get("location")!);
  };
  /** What keeps each resource of a blocked group. */
  const blockers = (answer: ArmAnswer): Record<string, string> =>
    Object.fromEntries(
      answer.body.error.details.map(({ target, message }: { target: string; message: string }) => [
        target.split("/").at(-1),
        JSON.parse(message).error.code,
      ]),
    );

  beforeEach(async () => {
    emulator = createEmulator({ seed: 1, clock: "virtual" });
    azure = azureClients(emulator);
    arm = armCaller(emulator);
    nicId = await createInterface(azure, "vm");
    await azure.compute.virtualMachines.createOrUpdate("rg", "vm", vmOn(nicId), azure.poll);
    await azure.resources.resourceGroups.createOrUpdate("other", { location: "westus2" });
  });

  it("takes everything along, whatever refers to what", async () => {
    await azure.resources.resourceGroups.beginDeleteAndWait("rg", azure.poll);
    expect(await azure.resources.resourceGroups.checkExistence("rg")).toEqual({ body: false });
    expect([...emulator.world.store.below(groupOf("rg"))]).toEqual([]);
  });

  it("goes on the clock: what others refer to goes after them, and nothing new is let in", async () => {
    emulator.configure({ latency: { profile: "recorded", scale: 1 } });
    const { status, headers } = await arm("DELETE", groupOf("rg"));
    expect([status, await stateOf("rg")]).toEqual([202, "Deleting"]);
    expect((await put(`${network("rg")}/publicIPAddresses/new`, {})).body.error.code).toBe("ResourceGroupBeingDeleted");
    const seen: string[][] = [await remaining("rg")];
    for (let second = 0; second < 3600 && (await arm("GET", headers.get("location")!)).status === 202; second += 5) {
      emulator.clock.advance(5000);
      const now = await remaining("rg");
      if (now.length < seen.at(-1)!.length) seen.push(now);
    }
    const gone = seen.slice(1).map((now, index) => seen[index]!.filter((name) => !now.includes(name)));
    expect(gone[0]).toContain("vm");
    expect(gone.flat()).toHaveLength(seen[0]!.length);
    const waveOf = (name: string): number => gone.findIndex((names) => names.includes(name));
    expect(waveOf("vm-nic")).toBeLessThan(waveOf("vnet"));
    expect(gone.length).toBeGreaterThan(1);
  });

  it("is blocked by a virtual network, address and security group that another group uses, and deletes nothing", async () => {
    const nsg = `${network("rg")}/networkSecurityGroups/nsg`;
    const address = `${network("rg")}/publicIPAddresses/ip`;
    await put(nsg, {});
    await put(address, {});
    const subnet = { id: `${network("rg")}/virtualNetworks/vnet/subnets/default` };
    const ipConfigurations = [{ name: "a", properties: { subnet, publicIPAddress: { id: address } } }];
    await put(`${network("other")}/networkInterfaces/foreign`, { ipConfigurations, networkSecurityGroup: { id: nsg } });
    const before = await remaining("rg");
    emulator.configure({ latency: { profile: "recorded", scale: 1 } });
    const answer = await deletion("rg");
    expect(answer.status).toBe(409);
    expect(answer.body.error.code).toBe("ResourceGroupDeletionBlocked");
    expect(answer.body.error.message).toContain(
      "Deletion of resource group 'rg' failed as resources with identifiers 'Microsoft.Network/virtualNetworks/vnet," +
        "Microsoft.Network/networkSecurityGroups/nsg,Microsoft.Network/publicIPAddresses/ip' could not be deleted. " +
        "The provisioning state of the resource group will be rolled back.",
    );
    expect(blockers(answer)).toEqual({
      vnet: "InUseSubnetCannotBeDeleted",
      nsg: "InUseNetworkSecurityGroupCannotBeDeleted",
      ip: "PublicIPAddressCannotBeDeleted",
    });
    expect(await remaining("rg")).toEqual(before);
    expect(await stateOf("rg")).toBe("Succeeded");
  });

  it("is blocked by an interface and a disk of a VM in another group", async () => {
    const ipConfigurations = [
      { name: "a", properties: { subnet: { id: `${network("rg")}/virtualNetworks/vnet/subnets/default` } } },
    ];
    await put(`${network("other")}/networkInterfaces/nic`, { ipConfigurations });
    const disk = { location: "westus2", diskSizeGB: 8, creationData: { createOption: "Empty" } };
    const { id } = await azure.compute.disks.createOrUpdate("other", "data", disk, azure.poll);
    const vm = vmOn(`${network("other")}/networkInterfaces/nic`);
    vm.storageProfile!.dataDisks = [{ lun: 0, createOption: "Attach", managedDisk: { id: id! } }];
    await azure.compute.virtualMachines.createOrUpdate("rg", "second", vm, azure.poll);
    expect(blockers(await deletion("other"))).toEqual({ nic: "NicInUse", data: "OperationNotAllowed" });
    await azure.compute.virtualMachines.delete("rg", "second", azure.poll);
    expect((await deletion("other")).status).toBe(200);
    expect(await azure.resources.resourceGroups.checkExistence("other")).toEqual({ body: false });
  });

  it("is blocked by a lock that comes while it is under way, and goes through when a blocker leaves in time", async () => {
    emulator.configure({ latency: { profile: "recorded", scale: 1 } });
    const lock = `${nicId}/providers/Microsoft.Authorization/locks/late`;
    const { headers } = await arm("DELETE", groupOf("rg"));
    await arm("PUT", `${lock}?api-version=2020-05-01`, { properties: { level: "CanNotDelete" } });
    emulator.clock.advance(2 * HOUR_MS);
    expect(blockers(await arm("GET", headers.get("location")!))).toEqual({ "vm-nic": "ScopeLocked" });
    expect(await remaining("rg")).toContain("vm");
    await arm("DELETE", `${lock}?api-version=2020-05-01`);
    emulator.clock.advance(HOUR_MS);
    expect((await deletion("rg")).status).toBe(200);
  });

  it("tells a client of the official library what blocks it", async () => {
    const nsg = `${network("rg")}/networkSecurityGroups/nsg`;
    await put(nsg, {});
    await put(`${network("other")}/virtualNetworks/v`, {
      addressSpace: { addressPrefixes: ["10.1.0.0/16"] },
      subnets: [{ name: "s", properties: { addressPrefix: "10.1.0.0/24", networkSecurityGroup: { id: nsg } } }],
    });
    await expect(azure.resources.resourceGroups.beginDeleteAndWait("rg", azure.poll)).rejects.toMatchObject({
      code: "ResourceGroupDeletionBlocked",
    });
    expect(await remaining("rg")).toContain("nsg");
  });

  it("that an injected fault dooms deletes nothing and leaves the group as it was", async () => {
    const operationFails = { code: "Boom", message: "It broke." };
    emulator.faults.set("doom", { match: { method: "DELETE" }, times: 1, effect: { operationFails } });
    expect((await deletion("rg")).body.error.code).toBe("Boom");
    expect(await stateOf("rg")).toBe("Succeeded");
    expect(await remaining("rg")).toContain("vm");
  });
});

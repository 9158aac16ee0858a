import { clientOptions } from "@azlin/core";
import { ManagementLockClient, type ManagementLockObject } from "@azure/arm-locks";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { armCaller, type ArmCaller } from "../support/arm-caller.ts";
import { azureClients, createInterface, vmOn, type AzureClients } from "../support/azure-clients.ts";

const GUARD = { clientId: "guard", objectId: "guard-object", displayName: "Guard" };
const LOCKS = "providers/Microsoft.Authorization/locks";
const ROLES = {
  Owner: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  "User Access Administrator": "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
  Contributor: "b24988ac-6180-42a0-ab88-20f7382dd24c",
  Reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
};

describe("management locks", () => {
  let emulator: Emulator;
  let azure: AzureClients;
  let arm: ArmCaller;
  let locks: ManagementLockClient["managementLocks"];
  let disk: string;

  const lockClient = (clientId?: string): ManagementLockClient["managementLocks"] => {
    const transport = emulator.transport(clientId === undefined ? {} : { clientId });
    const [subscriptionId = ""] = transport.subscriptionIds;
    return new ManagementLockClient(transport.credential, subscriptionId, clientOptions(transport)).managementLocks;
  };

  const addDisk = async (group: string, name: string): Promise<string> => {
    await azure.resources.resourceGroups.createOrUpdate(group, { location: "westus2" });
    const data = { location: "westus2", diskSizeGB: 8, creationData: { createOption: "Empty" } };
    return (await azure.compute.disks.createOrUpdate(group, name, data, azure.poll)).id!;
  };

  const groupOf = (name: string): string => `/subscriptions/${azure.subscriptionId}/resourceGroups/${name}`;

  /** How Azure refuses to do something to `scope` that a lock at `locked` forbids. */
  const refusal = (scope: string, verb: string, locked: string): object => ({
    statusCode: 409,
    code: "ScopeLocked",
    message:
      `The scope '${scope}' cannot perform ${verb} operation because following scope(s) are locked: '${locked}'. ` +
      "Please remove the lock and try again.",
  });

  beforeEach(async () => {
    emulator = createEmulator({ seed: 1, clock: "virtual" });
    azure = azureClients(emulator);
    arm = armCaller(emulator, "2020-05-01");
    locks = lockClient();
    disk = await addDisk("rg", "d");
  });

  describe("as resources", () => {
    const rules: ManagementLockObject = { level: "CanNotDelete", notes: "mine", owners: [{ applicationId: "a" }] };

    it("are created, changed, shown and deleted at a subscription, a group and a resource", async () => {
      const { subscriptionId } = azure;
      const parent = ["rg", "Microsoft.Compute", "", "disks", "d"] as const;
      const made = [
        await locks.createOrUpdateAtSubscriptionLevel("s", rules),
        await locks.createOrUpdateAtResourceGroupLevel("rg", "g", rules),
        await locks.createOrUpdateAtResourceLevel(...parent, "r", rules),
      ];
      const scopes = [`/subscriptions/${subscriptionId}`, groupOf("rg"), disk];
      expect(made.map(({ id }) => id)).toEqual(["s", "g", "r"].map((name, at) => `${scopes[at]}/${LOCKS}/${name}`));
      expect(made[0]).toMatchObject({ name: "s", type: "Microsoft.Authorization/locks", ...rules });
      expect(await locks.createOrUpdateAtResourceGroupLevel("rg", "G", { level: "ReadOnly" })).toEqual({
        id: `${groupOf("rg")}/${LOCKS}/g`,
        name: "g",
        type: "Microsoft.Authorization/locks",
        level: "ReadOnly",
      });
      expect(await locks.getAtResourceLevel(...parent, "r")).toMatchObject(rules);
      await locks.deleteAtResourceLevel(...parent, "r");
      await expect(locks.getAtResourceLevel(...parent, "r")).rejects.toMatchObject({
        statusCode: 404,
        code: "LockNotFound",
      });
    });

    it("are answered as Azure answers: 201, then 200; deleted by 200, then 204", async () => {
      const lock = `${disk}/${LOCKS}/l`;
      const body = { properties: { level: "CanNotDelete" } };
      const statuses = [];
      for (const method of ["PUT", "PUT", "DELETE", "DELETE", "PATCH"])
        statuses.push((await arm(method, lock, body)).status);
      expect(statuses).toEqual([201, 200, 200, 204, 405]);
    });

    it("are spelled as what they lie at, however they are asked for", async () => {
      const { body } = await arm("PUT", `${disk.toUpperCase()}/${LOCKS}/l`, { properties: { level: "readonly" } });
      expect(body).toMatchObject({ id: `${disk}/${LOCKS}/l`, properties: { level: "ReadOnly" } });
    });

    it("need a level, and something to lie at", async () => {
      const codes = [];
      const level = { properties: { level: "CanNotDelete" } };
      for (const [scope, body] of [
        [disk, { properties: {} }],
        [disk, { properties: { level: "NotSpecified" } }],
        [`${disk}x`, level],
        [groupOf("none"), level],
        ["", level],
      ] as const)
        codes.push((await arm("PUT", `${scope}/${LOCKS}/l`, body)).body.error.code);
      expect(codes).toEqual([
        "InvalidRequestContent",
        "InvalidRequestContent",
        "ResourceNotFound",
        "ResourceGroupNotFound",
        "InvalidResourceType",
      ]);
    });

    it("are listed from above, at and below the scope; those below not with atScope()", async () => {
      await addDisk("other", "e");
      await locks.createOrUpdateAtSubscriptionLevel("s", rules);
      await locks.createOrUpdateAtResourceGroupLevel("rg", "g", rules);
      await locks.createOrUpdateAtResourceGroupLevel("other", "o", rules);
      await locks.createOrUpdateByScope(disk, "d", rules);
      const namesOf = async (list: AsyncIterable<ManagementLockObject>): Promise<string> => {
        const names = [];
        for await (const { name } of list) names.push(name);
        return names.join(" ");
      };
      const filter = "atScope()";
      expect(await namesOf(locks.listAtSubscriptionLevel())).toBe("s g o d");
      expect(await namesOf(locks.listAtSubscriptionLevel({ filter }))).toBe("s");
      expect(await namesOf(locks.listAtResourceGroupLevel("rg"))).toBe("s g d");
      expect(await namesOf(locks.listAtResourceGroupLevel("rg", { filter }))).toBe("s g");
      expect(await namesOf(locks.listByScope(disk))).toBe("s g d");
      await expect(namesOf(locks.listByScope(disk, { filter: "name eq 'x'" }))).rejects.toMatchObject({
        code: "InvalidFilterInQueryString",
      });
      await expect(namesOf(locks.listAtResourceGroupLevel("none"))).rejects.toMatchObject({ statusCode: 404 });
    });

    it.each([
      ["Owner", true],
      ["User Access Administrator", true],
      ["Contributor", false],
      ["Reader", false],
    ] as const)("are in the hands of %s: %s", async (role, isAllowed) => {
      emulator.seed([
        { principal: GUARD },
        {
          id: `${groupOf("rg")}/providers/Microsoft.Authorization/roleAssignments/one`,
          body: {
            properties: {
              principalId: GUARD.objectId,
              roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${ROLES[role]}`,
              scope: groupOf("rg"),
            },
          },
        },
      ]);
      await locks.createOrUpdateByScope(disk, "theirs", rules);
      const guard = lockClient(GUARD.clientId);
      const tried = await Promise.allSettled([
        guard.createOrUpdateAtResourceGroupLevel("rg", "g", rules),
        guard.deleteByScope(disk, "theirs"),
      ]);
      const outcomes = tried.map((one) => (one.status === "fulfilled" ? "done" : one.reason.code));
      expect(outcomes).toEqual(isAllowed ? ["done", "done"] : ["AuthorizationFailed", "AuthorizationFailed"]);
      expect((await guard.getByScope(disk, "theirs").catch(() => undefined))?.name).toBe(
        isAllowed ? undefined : "theirs",
      );
    });
  });

  describe("that forbid to delete", () => {
    it("hold what they are on, what is below it and what it is in", async () => {
      await locks.createOrUpdateByScope(disk, "l", { level: "CanNotDelete" });
      const other = await addDisk("rg", "other");
      await expect(azure.compute.disks.delete("rg", "d")).rejects.toMatchObject(refusal(disk, "delete", disk));
      const group = groupOf("rg");
      await expect(azure.resources.resourceGroups.beginDelete("rg")).rejects.toMatchObject(
        refusal(group.replace("resourceGroups", "resourcegroups"), "delete", disk),
      );
      await azure.compute.disks.delete("rg", "other", azure.poll);
      expect(emulator.world.store.has(other)).toBe(false);
      expect(emulator.world.store.get(group)?.body.properties).toEqual({ provisioningState: "Succeeded" });
    });

    it("hold everything in a group and in a subscription, and name each scope", async () => {
      await locks.createOrUpdateAtSubscriptionLevel("s", { level: "CanNotDelete" });
      await locks.createOrUpdateAtResourceGroupLevel("rg", "g", { level: "ReadOnly" });
      await locks.createOrUpdateAtResourceGroupLevel("rg", "again", { level: "CanNotDelete" });
      const scopes = `/subscriptions/${azure.subscriptionId},${groupOf("rg")}`;
      await expect(azure.compute.disks.delete("rg", "d")).rejects.toMatchObject(refusal(disk, "delete", scopes));
    });

    it("let everything be changed, and themselves be removed", async () => {
      await locks.createOrUpdateByScope(disk, "l", { level: "CanNotDelete" });
      await azure.compute.disks.update("rg", "d", { tags: { a: "b" } }, azure.poll);
      await locks.deleteByScope(disk, "l");
      await azure.compute.disks.delete("rg", "d", azure.poll);
      expect(emulator.world.store.has(disk)).toBe(false);
    });

    it("keep an interface that its VM would take along", async () => {
      const nic = await createInterface(azure, "vm");
      await azure.compute.virtualMachines.createOrUpdate("rg", "vm", vmOn(nic), azure.poll);
      await locks.createOrUpdateByScope(nic, "l", { level: "CanNotDelete" });
      await azure.compute.virtualMachines.delete("rg", "vm", azure.poll);
      const { body } = await arm("GET", "resourceGroups/rg/resources?api-version=2021-04-01");
      const names = body.value.map(({ name }: { name: string }) => name);
      expect(names).toEqual(["d", "vnet", "vm-ip", "vm-nic"]);
    });

    it("stop a deployment that would delete, before it deletes anything", async () => {
      const free = await addDisk("rg", "a");
      await locks.createOrUpdateByScope(disk, "l", { level: "CanNotDelete" });
      const main = "resourceGroups/rg/providers/Microsoft.Resources/deployments/main";
      const template = { resources: [] };
      await arm("PUT", main, { properties: { mode: "Complete", template } });
      const { body } = await arm("GET", main);
      expect(body.properties).toMatchObject({
        provisioningState: "Failed",
        error: { code: "DeploymentFailed", details: [{ code: "ScopeLocked" }] },
      });
      expect([free, disk].map((id) => emulator.world.store.has(id))).toEqual([true, true]);
    });

    it("hold nothing any more that has gone against them", async () => {
      const id = await lockedVm("CanNotDelete");
      const act = `http://127.0.0.1/_emulator/vms${id}/deleteExternally`;
      expect((await emulator.fetch(new Request(act, { method: "POST" }))).status).toBe(200);
      await azure.resources.resourceGroups.beginDeleteAndWait("rg", azure.poll);
      expect([...emulator.world.store.all()]).toEqual([]);
    });
  });

  describe("that are read only", () => {
    it("refuse writes, tags and actions too, and let reads through", async () => {
      const vm = await lockedVm("ReadOnly");
      const { virtualMachines } = azure.compute;
      await expect(virtualMachines.start("rg", "vm", azure.poll)).rejects.toMatchObject(refusal(vm, "write", vm));
      await expect(virtualMachines.powerOff("rg", "vm", azure.poll)).rejects.toMatchObject(refusal(vm, "write", vm));
      await expect(virtualMachines.update("rg", "vm", { tags: {} })).rejects.toMatchObject(refusal(vm, "write", vm));
      await expect(virtualMachines.delete("rg", "vm")).rejects.toMatchObject(refusal(vm, "delete", vm));
      const tags = { operation: "Merge", properties: { tags: { a: "b" } } } as const;
      await expect(azure.resources.tagsOperations.beginUpdateAtScope(vm, tags)).rejects.toMatchObject({
        code: "ScopeLocked",
      });
      expect((await virtualMachines.get("rg", "vm", { expand: "instanceView" })).name).toBe("vm");
    });

    it("refuse what is new in their group, and moves into it", async () => {
      await addDisk("other", "e");
      await locks.createOrUpdateAtResourceGroupLevel("rg", "g", { level: "ReadOnly" });
      const group = groupOf("rg");
      const add = addDisk("rg", "new");
      await expect(add).rejects.toMatchObject({ code: "ScopeLocked" });
      const move = {
        resources: [`${groupOf("other")}/providers/Microsoft.Compute/disks/e`],
        targetResourceGroup: group,
      };
      await expect(azure.resources.resources.beginMoveResources("other", move)).rejects.toMatchObject(
        refusal(group, "write", group),
      );
      await expect(azure.resources.resourceGroups.createOrUpdate("rg", { location: "westus2" })).rejects.toMatchObject({
        code: "ScopeLocked",
      });
    });

    it("make a deployment fail at what they are on", async () => {
      await locks.createOrUpdateByScope(disk, "l", { level: "ReadOnly" });
      const main = "resourceGroups/rg/providers/Microsoft.Resources/deployments/main";
      const data = { diskSizeGB: 8, creationData: { createOption: "Empty" } };
      const type = { type: "Microsoft.Compute/disks", apiVersion: "2024-03-02", location: "westus2" };
      const template = { resources: [{ ...type, name: "d", properties: data }] };
      await arm("PUT", main, { properties: { mode: "Incremental", template } });
      const { body } = await arm("GET", main);
      expect(body.properties.error.details).toEqual([
        { code: "ScopeLocked", message: expect.stringContaining(`'${disk}' cannot perform write`) },
      ]);
    });

    it("hold a parent's part and nothing beside it, and stay as they are", async () => {
      const nic = await createInterface(azure, "vm");
      const vnet = `${groupOf("rg")}/providers/Microsoft.Network/virtualNetworks/vnet`;
      await locks.createOrUpdateByScope(`${vnet}/subnets/default`, "l", { level: "ReadOnly" });
      const version = "?api-version=2024-05-01";
      expect((await arm("DELETE", `${vnet}/subnets/default${version}`)).body.error.code).toBe("ScopeLocked");
      expect((await arm("DELETE", `${vnet}${version}`)).body.error.code).toBe("ScopeLocked");
      const { body: document } = await arm("GET", `${vnet}${version}`);
      expect((await arm("PUT", `${vnet}${version}`, document)).status).toBe(200);
      expect((await arm("DELETE", `${nic}${version}`)).status).toBe(202);
      expect(await locks.getByScope(`${vnet}/subnets/default`, "l")).toMatchObject({ level: "ReadOnly" });
      const stored = emulator.world.store.get(`${vnet}/subnets/default/${LOCKS}/l`);
      expect(stored?.body.properties).toEqual({ level: "ReadOnly" });
    });
  });

  describe("that are removed", () => {
    const SECOND = 1000;

    it("hold for a while yet with recorded latencies, also after a restart", async () => {
      emulator.configure({ latency: { profile: "recorded", scale: 1 } });
      await locks.createOrUpdateByScope(disk, "l", { level: "CanNotDelete" });
      await locks.deleteByScope(disk, "l");
      await expect(locks.getByScope(disk, "l")).rejects.toMatchObject({ statusCode: 404 });
      await expect(azure.compute.disks.delete("rg", "d")).rejects.toMatchObject(refusal(disk, "delete", disk));
      emulator.restore(JSON.parse(JSON.stringify(emulator.snapshot())) as ReturnType<Emulator["snapshot"]>);
      await expect(azure.compute.disks.delete("rg", "d")).rejects.toMatchObject({ code: "ScopeLocked" });
      emulator.clock.advance(60 * SECOND);
      expect((await arm("DELETE", `${disk}?api-version=2024-03-02`)).status).toBe(202);
    });

    it("let go of changes only when they were read only", async () => {
      emulator.configure({ latency: { profile: "recorded", scale: 1 } });
      await locks.createOrUpdateByScope(disk, "l", { level: "ReadOnly" });
      await locks.createOrUpdateByScope(disk, "l", { level: "CanNotDelete" });
      await locks.deleteByScope(disk, "l");
      expect((await arm("PATCH", `${disk}?api-version=2024-03-02`, { tags: {} })).status).not.toBe(409);
    });
  });

  it("hold again in a restored world", async () => {
    await locks.createOrUpdateByScope(disk, "l", { level: "CanNotDelete" });
    const state = JSON.parse(JSON.stringify(emulator.snapshot())) as ReturnType<Emulator["snapshot"]>;
    emulator.reset();
    emulator.restore(state);
    expect(await locks.getByScope(disk, "l")).toMatchObject({ level: "CanNotDelete" });
    await expect(azure.compute.disks.delete("rg", "d")).rejects.toMatchObject({ code: "ScopeLocked" });
  });

  /** A VM with a lock on it; its id. */
  async function lockedVm(level: string): Promise<string> {
    const vm = vmOn(await createInterface(azure, "vm"));
    const { id = "" } = await azure.compute.virtualMachines.createOrUpdate("rg", "vm", vm, azure.poll);
    await locks.createOrUpdateByScope(id, "l", { level });
    return id;
  }
});

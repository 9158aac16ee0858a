import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator } from "../../src/index.ts";
import { armCaller, type ArmCaller } from "../support/arm-caller.ts";
import { azureClients, type AzureClients } from "../support/azure-clients.ts";

describe("Resource Manager beside groups, tags and deployments", () => {
  let azure: AzureClients;
  let arm: ArmCaller;

  beforeEach(async () => {
    const emulator = createEmulator({ seed: 1 });
    azure = azureClients(emulator);
    arm = armCaller(emulator);
    await azure.resources.resourceGroups.createOrUpdate("rg", { location: "westus2", tags: { team: "a" } });
  });

  it("moves resources to another group, with everything that refers to them", async () => {
    const { id: target } = await azure.resources.resourceGroups.createOrUpdate("to", { location: "westus2" });
    const data = { location: "westus2", diskSizeGB: 8, creationData: { createOption: "Empty" } };
    const disk = await azure.compute.disks.createOrUpdate("rg", "d", data, azure.poll);
    const copy = { createOption: "Copy", sourceResourceId: disk.id! };
    await azure.compute.snapshots.createOrUpdate("to", "s", { location: "westus2", creationData: copy }, azure.poll);
    const move = { resources: [disk.id!], targetResourceGroup: target! };
    await azure.resources.resources.beginMoveResourcesAndWait("rg", move, azure.poll);
    await expect(azure.compute.disks.get("rg", "d")).rejects.toMatchObject({ statusCode: 404 });
    const moved = await azure.compute.disks.get("to", "d");
    const snapshot = await azure.compute.snapshots.get("to", "s");
    expect(snapshot.creationData?.sourceResourceId).toBe(moved.id);
  });

  it("declares and counts tag names and values", async () => {
    expect((await arm("PUT", "tagNames/gone/tagValues/x")).body.error.code).toBe("SubscriptionTagNameNotFound");
    expect((await arm("PUT", "tagNames/declared")).status).toBe(201);
    expect((await arm("PUT", "tagNames/declared")).status).toBe(200);
    expect((await arm("PUT", "tagNames/declared/tagValues/x")).body).toMatchObject({
      tagValue: "x",
      count: { value: 0 },
    });
    const { body } = await arm("GET", "tagNames");
    expect(body.value).toMatchObject([
      { tagName: "team", count: { value: 1 }, values: [{ tagValue: "a" }] },
      { tagName: "declared", count: { value: 0 }, values: [{ tagValue: "x" }] },
    ]);
    expect((await arm("DELETE", "tagNames/declared/tagValues/x")).status).toBe(200);
    expect((await arm("DELETE", "tagNames/declared")).status).toBe(200);
    expect((await arm("DELETE", "tagNames/declared")).status).toBe(204);
  });

  it("makes storage accounts as Azure does: first an empty answer, then the account", async () => {
    const id = "resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/account1";
    const account = { location: "westus2", kind: "StorageV2", sku: { name: "Standard_GRS" }, properties: {} };
    const accepted = await arm("PUT", id, account);
    expect([accepted.status, accepted.body]).toEqual([202, undefined]);
    const { body } = await arm("GET", accepted.headers.get("location")!);
    expect(body.properties).toMatchObject({ provisioningState: "Succeeded", statusOfSecondary: "available" });
    const first = await arm("POST", `${id}/listKeys`);
    const second = await arm("POST", `${id}/regenerateKey`, { keyName: "key2" });
    expect(second.body.keys[0]).toEqual(first.body.keys[0]);
    expect(second.body.keys[1].value).not.toBe(first.body.keys[1].value);
    const check = "providers/Microsoft.Storage/checkNameAvailability";
    expect((await arm("POST", check, { name: "account1" })).body).toMatchObject({ nameAvailable: false });
    expect((await arm("POST", check, { name: "Not Valid" })).body).toMatchObject({ reason: "AccountNameInvalid" });
    expect((await arm("DELETE", id)).status).toBe(200);
    expect((await arm("POST", check, { name: "account1" })).body).toEqual({ nameAvailable: true });
  });

  it("takes JSON in single quotes, and refuses what is none", async () => {
    const emulator = createEmulator({ seed: 1, profile: "replay" });
    const put = async (body: string): Promise<number> => {
      const url = "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/q";
      const request = new Request(`${url}?api-version=2022-09-01`, { method: "PUT", body });
      return (await emulator.fetch(request)).status;
    };
    expect(await put("{'location':'westus','tags':{'it\\'s':'a \"b\"'}}")).toBe(201);
    expect([...emulator.world.store.all()][0]!.body.tags).toEqual({ "it's": 'a "b"' });
    expect(await put("{'location'")).toBe(400);
    expect(await put("[1]")).toBe(400);
  });

  it("goes on with clients that outlive their tokens on a virtual clock, signing in again when it is time", async () => {
    const emulator = createEmulator({ clock: "virtual" });
    const { resources } = azureClients(emulator);
    for (let hour = 0; hour < 3; hour++) {
      await resources.resourceGroups.createOrUpdate("rg", { location: "westus2" });
      await resources.resourceGroups.get("rg");
      emulator.clock.advance(3_600_000);
    }
    expect((await resources.resourceGroups.get("rg")).name).toBe("rg");
    const signIns = emulator.journal.since(0).filter(({ surface }) => surface === "entra");
    expect(signIns).toHaveLength(4);
  });

  it("refuses group names that nobody can have, whatever is asked of them", async () => {
    const asked = [
      await arm("GET", "resourcegroups/~`1"),
      await arm("PUT", "resourcegroups/~`1", { location: "westus2" }),
      await arm("GET", "resourcegroups/~`1/providers/Microsoft.Resources/deployments/x"),
    ];
    expect(asked.map(({ body }) => body.error.code)).toEqual(Array.from({ length: 3 }, () => "InvalidResourceGroup"));
  });
});

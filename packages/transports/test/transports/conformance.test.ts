import { clientOptions, pollOptions, toAzlinError, type AzureTransport, operationErrorOf } from "@azlin/core";
import { describeTransports, type Reached } from "@azlin/testing";
import { ResourceManagementClient } from "@azure/arm-resources";
import { expect, it } from "vitest";

function resources(transport: AzureTransport): ResourceManagementClient {
  return new ResourceManagementClient(transport.credential, transport.subscriptionIds[0]!, clientOptions(transport));
}

function groupId({ transport }: Reached): string {
  return `subscriptions/${transport.subscriptionIds[0]}/resourceGroups/rg-1`;
}

describeTransports("a resource group", (reach) => {
  async function withGroup(): Promise<Reached & { client: ResourceManagementClient }> {
    const reached = await reach();
    const client = resources(reached.transport);
    await client.resourceGroups.createOrUpdate("rg-1", { location: "westus2", tags: { first: "ü 'q' \"d\"" } });
    return { ...reached, client };
  }

  it("is created, listed and read with every character of its tags", async () => {
    const { client } = await withGroup();
    const names: (string | undefined)[] = [];
    for await (const group of client.resourceGroups.list()) names.push(group.name);
    expect(names).toEqual(["rg-1"]);
    expect((await client.resourceGroups.get("rg-1")).tags).toEqual({ first: "ü 'q' \"d\"" });
  });

  it("takes tags whose values look like files, booleans and options", async () => {
    const reached = await withGroup();
    const tags = { file: "@/etc/hostname", bool: "true", option: "--help", "dotted.key": "{a}" };
    const patch = { operation: "Merge", properties: { tags } };
    await reached.client.tagsOperations.beginUpdateAtScopeAndWait(
      groupId(reached),
      patch,
      pollOptions(reached.transport),
    );
    const read = await reached.client.tagsOperations.getAtScope(groupId(reached));
    expect(read.properties.tags).toEqual({ first: "ü 'q' \"d\"", ...tags });
  });

  it("that does not exist is a 404 with Azure's code, and false for existence", async () => {
    const { transport } = await reach();
    const client = resources(transport);
    const expected = { name: "RestError", statusCode: 404, code: "ResourceGroupNotFound" };
    await expect(client.resourceGroups.get("none")).rejects.toMatchObject(expected);
    expect((await client.resourceGroups.checkExistence("none")).body).toBe(false);
  });

  it("is deleted by an operation that is polled to its end", async () => {
    const { client, transport } = await withGroup();
    await client.resourceGroups.beginDeleteAndWait("rg-1", pollOptions(transport));
    expect((await client.resourceGroups.checkExistence("rg-1")).body).toBe(false);
  });

  it("whose deletion fails says what Azure said", async () => {
    const { client, emulator, transport } = await withGroup();
    const operationFails = { code: "DeletionBlocked", message: "Something holds it." };
    emulator.faults.set("doom", { match: { method: "DELETE" }, effect: { operationFails } });
    const failed: unknown = await client.resourceGroups
      .beginDeleteAndWait("rg-1", pollOptions(transport))
      .catch((error: unknown) => error);
    expect(operationErrorOf(failed)).toMatchObject(operationFails);
  });

  it("is read again after a 429 that does not say when", async () => {
    const { client, emulator } = await withGroup();
    const effect = { status: 429, code: "TooManyRequests", message: "slow down" };
    emulator.faults.set("throttle", { match: { method: "GET", path: "/resourcegroups/" }, times: 1, effect });
    expect((await client.resourceGroups.get("rg-1")).name).toBe("rg-1");
  });

  it("is read again after the connection was reset", async () => {
    const { client, emulator } = await withGroup();
    emulator.faults.set("reset", {
      match: { method: "GET", path: "/resourcegroups/" },
      times: 1,
      effect: { reset: true },
    });
    expect((await client.resourceGroups.get("rg-1")).name).toBe("rg-1");
  });

  it("whose change is refused says why, for people and for programs", async () => {
    const { client, emulator } = await withGroup();
    const effect = { status: 409, code: "ScopeLocked", message: "The scope is locked." };
    emulator.faults.set("locked", { match: { method: "PUT" }, effect });
    const refused: unknown = await client.resourceGroups
      .createOrUpdate("rg-1", { location: "westus2" })
      .catch((error: unknown) => error);
    expect(operationErrorOf(refused)).toMatchObject({ code: "ScopeLocked" });
    expect(toAzlinError(refused, { operation: "tag rg-1" })).toMatchObject({ code: "CONFLICT" });
  });
});

import { clientOptions, pollOptions } from "@azlin/core";
import { ResourceManagementClient } from "@azure/arm-resources";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";

describe("the official resources client", () => {
  let emulator: Emulator;
  let client: ResourceManagementClient;
  let poll: ReturnType<typeof pollOptions>;

  beforeEach(() => {
    emulator = createEmulator({ seed: 1 });
    const transport = emulator.transport();
    client = new ResourceManagementClient(
      transport.credential,
      transport.subscriptionIds[0]!,
      clientOptions(transport),
    );
    poll = pollOptions(transport);
  });

  it("creates, lists, finds and deletes a resource group", async () => {
    const created = await client.resourceGroups.createOrUpdate("rg1", { location: "West US 2", tags: { team: "a" } });
    expect(created).toMatchObject({ name: "rg1", location: "westus2", tags: { team: "a" } });
    expect(await client.resourceGroups.checkExistence("RG1")).toMatchObject({ body: true });
    await client.resourceGroups.beginDeleteAndWait("rg1", poll);
    const names = [];
    for await (const group of client.resourceGroups.list()) names.push(group.name);
    expect(names).toEqual([]);
  });

  it("merges and deletes single tags atomically", async () => {
    const { id } = await client.resourceGroups.createOrUpdate("rg1", { location: "westus2", tags: { Team: "a" } });
    const merge = { operation: "Merge", properties: { tags: { TEAM: "b", x: "1" } } } as const;
    const merged = await client.tagsOperations.beginUpdateAtScopeAndWait(id!, merge, poll);
    expect(merged.properties.tags).toEqual({ Team: "b", x: "1" });
    const remove = { operation: "Delete", properties: { tags: { X: "1" } } } as const;
    const rest = await client.tagsOperations.beginUpdateAtScopeAndWait(id!, remove, poll);
    expect(rest.properties.tags).toEqual({ Team: "b" });
  });

  it("tells a missing group as Azure does", async () => {
    await expect(client.resourceGroups.get("nope")).rejects.toMatchObject({
      statusCode: 404,
      code: "ResourceGroupNotFound",
      message: expect.stringContaining("Resource group 'nope' could not be found."),
    });
  });
});

import { clientOptions } from "@azlin/core";
import { ResourceGraphClient } from "@azure/arm-resourcegraph";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { azureClients, type AzureClients } from "../support/azure-clients.ts";

const LAG_MS = 60_000;

describe("readers that lag behind", () => {
  let emulator: Emulator;
  let azure: AzureClients;

  const addDisk = async (name: string): Promise<void> => {
    const data = { location: "westus2", diskSizeGB: 8, creationData: { createOption: "Empty" } };
    await azure.compute.disks.createOrUpdate("rg", name, data, azure.poll);
  };
  const listed = async (): Promise<(string | undefined)[]> => {
    const names: (string | undefined)[] = [];
    for await (const { name } of azure.resources.resources.listByResourceGroup("rg")) names.push(name);
    return names;
  };
  const found = async (): Promise<unknown[]> => {
    const transport = emulator.transport();
    const graph = new ResourceGraphClient(transport.credential, clientOptions(transport));
    const { data } = await graph.resources({ query: "Resources | project name | order by name asc" });
    return (data as { name: string }[]).map(({ name }) => name);
  };

  beforeEach(async () => {
    emulator = createEmulator({ seed: 1, clock: "virtual" });
    azure = azureClients(emulator);
    await azure.resources.resourceGroups.createOrUpdate("rg", { location: "westus2" });
    await addDisk("old");
    const consistent = { directoryReplicationMs: 0, rbacPropagationMs: 0 };
    emulator.configure({ consistency: { ...consistent, resourceGraphLagMs: LAG_MS, resourceListLagMs: LAG_MS / 2 } });
    emulator.clock.advance(LAG_MS);
    await azure.compute.disks.delete("rg", "old", azure.poll);
    await addDisk("new");
  });

  it("go on to show what was deleted, and do not show what was made yet", async () => {
    await expect(azure.compute.disks.get("rg", "old")).rejects.toMatchObject({ statusCode: 404 });
    expect((await azure.compute.disks.get("rg", "new")).name).toBe("new");
    expect([await listed(), await found()]).toEqual([["old"], ["old"]]);
  });

  it("catch up each after its own time", async () => {
    emulator.clock.advance(LAG_MS / 2);
    expect([await listed(), await found()]).toEqual([["new"], ["old"]]);
    emulator.clock.advance(LAG_MS / 2);
    expect([await listed(), await found()]).toEqual([["new"], ["new"]]);
  });

  it("leave the lists of a provider alone, which are never behind", async () => {
    const names: (string | undefined)[] = [];
    for await (const { name } of azure.compute.disks.listByResourceGroup("rg")) names.push(name);
    expect(names).toEqual(["new"]);
  });

  it("show a group that is gone with what was in it", async () => {
    await azure.resources.resourceGroups.beginDeleteAndWait("rg", azure.poll);
    expect(await found()).toEqual(["old"]);
    emulator.clock.advance(LAG_MS);
    expect(await found()).toEqual([]);
  });
});

import { describeTransports, verifies } from "@azlin/testing";
import { expect, it } from "vitest";
import { TagManager } from "../../src/index.ts";
import { seedVm, tagsOf } from "../seeded-vm.ts";

describeTransports("TagManager", (reach) => {
  it("gives, tells and takes a session name, by VM name and by resource id", async () => {
    verifies("TAG-03");
    const { emulator, transport } = await reach();
    const id = seedVm(emulator, "vm1", { tags: { team: "a" } });
    const tags = new TagManager({ transport });
    const vm = { name: "vm1", resourceGroup: "rg1" };
    expect(await tags.getSessionName(vm)).toBeUndefined();
    await tags.setSessionName(vm, "dev");
    expect(await tags.getSessionName(id, { refresh: true })).toBe("dev");
    expect(tagsOf(emulator, id)).toEqual({ team: "a", "managed-by": "azlin", "azlin-session": "dev" });
    expect(await tags.deleteSessionName(id)).toBe(true);
    expect(await tags.deleteSessionName(id)).toBe(false);
    expect(tagsOf(emulator, id)).toEqual({ team: "a", "managed-by": "azlin" });
  });

  it("finds a VM by its session, in all groups or in one", async () => {
    verifies("TAG-03");
    const { emulator, transport } = await reach();
    const id = seedVm(emulator, "vm1", { tags: { "managed-by": "azlin", "azlin-session": "dev" }, resourceGroup: "a" });
    seedVm(emulator, "vm2", { tags: { "managed-by": "azlin" }, resourceGroup: "b" });
    const tags = new TagManager({ transport });
    expect(await tags.getVmBySession("dev")).toMatchObject({ id, name: "vm1", session: "dev" });
    expect(await tags.getVmBySession("dev", { resourceGroup: "A" })).toMatchObject({ id });
    expect(await tags.getVmBySession("dev", { resourceGroup: "b" })).toBeUndefined();
    expect(await tags.getVmBySession("nobody")).toBeUndefined();
  });

  it("lists managed VMs across groups, or of one", async () => {
    verifies("TAG-03", "TAG-09");
    const { emulator, transport } = await reach();
    seedVm(emulator, "vm1", { tags: { "managed-by": "azlin", "azlin-session": "dev" }, resourceGroup: "a" });
    seedVm(emulator, "vm2", { tags: { "Managed-By": "azlin" }, resourceGroup: "b" });
    seedVm(emulator, "foreign", { tags: { "managed-by": "terraform" }, resourceGroup: "b" });
    const tags = new TagManager({ transport });
    const names = async (options = {}): Promise<string[]> => {
      const found: string[] = [];
      for await (const vm of tags.listManagedVms(options)) found.push(vm.name);
      return found.toSorted();
    };
    expect(await names()).toEqual(["vm1", "vm2"]);
    expect(await names({ resourceGroup: "B" })).toEqual(["vm2"]);
    expect(await names({ source: "live" })).toEqual(["vm1", "vm2"]);
    expect(await names({ source: "live", resourceGroup: "b" })).toEqual(["vm2"]);
    expect(await names({ includeUnmanaged: true })).toEqual(["foreign", "vm1", "vm2"]);
  });

  it("marks a VM as managed, with owner and time, in one request", async () => {
    verifies("TAG-01", "TAG-03");
    const { emulator, transport } = await reach();
    const id = seedVm(emulator, "vm1", { tags: { team: "a" } });
    const tags = new TagManager({ transport });
    await tags.setManagedTags(id, { owner: "ada", created: new Date("2026-01-02T03:04:05Z") });
    expect(tagsOf(emulator, id)).toEqual({
      team: "a",
      "managed-by": "azlin",
      "azlin-owner": "ada",
      "azlin-created": "2026-01-02T03:04:05Z",
    });
    const writes = emulator.journal.since().filter(({ surface }) => surface === "arm");
    expect(writes.map(({ method }) => method)).toEqual(["PATCH"]);
  });

  it("says which VM has a name that is taken", async () => {
    verifies("TAG-08");
    const { emulator, transport } = await reach();
    seedVm(emulator, "azlin-vm-123", { tags: { "managed-by": "azlin", "azlin-session": "prod" } });
    const id = seedVm(emulator, "vm2", { tags: { "azlin-session": "old" } });
    await expect(new TagManager({ transport }).setSessionName(id, "prod")).rejects.toMatchObject({
      code: "TAG_CONFLICT",
      message: "Session name 'prod' already in use by VM 'azlin-vm-123'.",
      hint: "Choose a different session name or delete the existing one.",
    });
    expect(tagsOf(emulator, id)).toEqual({ "azlin-session": "old" });
  });
});

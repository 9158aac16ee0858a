import { recordingLogger } from "@azlin/core";
import { createEmulator, type Emulator } from "@azlin/emulator";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { TagManager, type DiscoveryOptions } from "../../src/index.ts";
import { seedVm } from "../seeded-vm.ts";

async function namesOf(tags: TagManager, options?: DiscoveryOptions): Promise<string[]> {
  const names: string[] = [];
  for await (const vm of tags.listManagedVms(options)) names.push(vm.name);
  return names;
}

function requestsTo(emulator: Emulator, path: RegExp): number {
  return emulator.journal.since().filter((entry) => path.test(entry.path)).length;
}

describe("discovering managed VMs", () => {
  it("asks one query for a thousand VMs of several subscriptions, and never for a VM", async () => {
    verifies("TAG-09");
    const emulator = createEmulator();
    emulator.seed({ fleet: { vms: 2500, resourceGroups: 5, subscriptions: 3 } });
    const tags = new TagManager({ transport: { ...emulator.transport(), subscriptionIds: [] } });
    const names = await namesOf(tags);
    expect(new Set(names).size).toBe(2500);
    expect(requestsTo(emulator, /Microsoft.ResourceGraph/i)).toBe(3);
    expect(emulator.journal.since().filter(({ surface }) => surface === "arm")).toHaveLength(3);
  });

  it("reads Compute's lists when Resource Graph refuses, one for each subscription, and says so", async () => {
    verifies("TAG-09");
    const emulator = createEmulator();
    emulator.seed({ fleet: { vms: 10, subscriptions: 2 } });
    emulator.faults.set("graph", {
      match: { path: "*ResourceGraph*" },
      effect: { status: 403, code: "AuthorizationFailed" },
    });
    const logger = recordingLogger();
    const tags = new TagManager({ transport: { ...emulator.transport(), subscriptionIds: [] }, logger });
    expect(await namesOf(tags)).toHaveLength(10);
    expect(requestsTo(emulator, /Microsoft.Compute\/virtualMachines$/i)).toBe(2);
    expect(logger.records).toMatchObject([
      { level: "warn", message: expect.stringContaining("Resource Graph did not answer") },
    ]);
  });

  it("fails rather than show half a list when the second page does not come", async () => {
    const emulator = createEmulator();
    emulator.seed({ fleet: { vms: 1500 } });
    const tags = new TagManager({ transport: emulator.transport() });
    const seen: string[] = [];
    const read = async (): Promise<void> => {
      for await (const vm of tags.listManagedVms()) {
        if (seen.push(vm.name) === 1000)
          emulator.faults.set("graph", { match: { path: "*ResourceGraph*" }, effect: { status: 403 } });
      }
    };
    await expect(read()).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
    expect(seen).toHaveLength(1000);
  });

  it("knows from the index only what the index knows, and from the lists what is", async () => {
    verifies("TAG-09");
    const emulator = createEmulator({ clock: "virtual" });
    emulator.configure({
      consistency: { resourceGraphLagMs: 60_000, directoryReplicationMs: 0, rbacPropagationMs: 0 },
    });
    const tags = new TagManager({ transport: emulator.transport() });
    seedVm(emulator, "vm1", { tags: { "managed-by": "azlin", "azlin-session": "dev" } });
    expect(await namesOf(tags)).toEqual([]);
    expect(await namesOf(tags, { source: "live" })).toEqual(["vm1"]);
    expect(await tags.getVmBySession("dev")).toMatchObject({ name: "vm1" });
    emulator.clock.advance(60_001);
    expect(await namesOf(tags)).toEqual(["vm1"]);
  });

  it("remembers the tags of the VMs it lists", async () => {
    verifies("TAG-05");
    const emulator = createEmulator();
    const id = seedVm(emulator, "vm1", { tags: { "managed-by": "azlin", "azlin-session": "dev" } });
    const tags = new TagManager({ transport: emulator.transport() });
    await namesOf(tags);
    const before = emulator.journal.total;
    expect(await tags.getSessionName(id)).toBe("dev");
    expect(emulator.journal.total).toBe(before);
  });
});

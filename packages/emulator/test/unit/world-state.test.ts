import { describe, expect, it } from "vitest";
import { createEmulator, type WorldState } from "../../src/index.ts";
import { armCaller } from "../support/arm-caller.ts";

const overTheWire = (state: WorldState): WorldState => JSON.parse(JSON.stringify(state)) as WorldState;

describe("the state of a world", () => {
  it("comes back the same after a round trip through JSON", async () => {
    const emulator = createEmulator({ seed: 1, clock: "virtual", profile: "realistic" });
    emulator.seed({ fleet: { vms: 5, resourceGroups: 2, subscriptions: 2 } });
    await armCaller(emulator)("DELETE", "resourcegroups/fleet-01");
    const state = overTheWire(emulator.snapshot());
    const restored = createEmulator({ seed: 2 });
    restored.restore(state);
    expect(overTheWire(restored.snapshot())).toEqual(state);
    expect(state.operations[0]).toMatchObject({ verb: "delete", status: "InProgress" });
  });

  it("goes on where it was: operations end, lists go on counting, references hold", async () => {
    const emulator = createEmulator({ seed: 1, clock: "virtual", profile: "realistic" });
    emulator.seed({ fleet: { vms: 2, resourceGroups: 2 } });
    await armCaller(emulator)("DELETE", "resourcegroups/fleet-01");
    const restored = createEmulator();
    restored.restore(overTheWire(emulator.snapshot()));
    const arm = armCaller(restored);
    const nic = "resourceGroups/fleet-02/providers/Microsoft.Network/networkInterfaces/vm-2-nic";
    expect((await arm("DELETE", nic)).body.error.code).toBe("NicInUse");
    restored.clock.advance(3600_000 * 2);
    const { body } = await arm("GET", "resourcegroups");
    expect(body.value.map(({ name }: { name: string }) => name)).toEqual(["fleet-02"]);
    await arm("PUT", "resourcegroups/new", { location: "westus2" });
    const sequences = [...restored.world.store.all()].map(({ sequence }) => sequence);
    expect(new Set(sequences).size).toBe(sequences.length);
  });

  it("generates the same ids with the same seed", async () => {
    const vmIdOf = (seed: number): unknown => {
      const emulator = createEmulator({ seed });
      emulator.seed({ fleet: { vms: 1 } });
      const [vm] = emulator.world.store.ofType("Microsoft.Compute/virtualMachines");
      return vm?.body.properties?.["vmId"];
    };
    expect(vmIdOf(5)).toBe(vmIdOf(5));
    expect(vmIdOf(5)).not.toBe(vmIdOf(6));
  });
});

import { describeTransports, verifies } from "@azlin/testing";
import type { Emulator } from "@azlin/emulator";
import { describe, expect, it } from "vitest";
import { isLocked, readLockedScopes, vmAzure } from "../../src/index.ts";

const subscription = "/subscriptions/00000000-0000-4000-8000-000000000001";
const vm = `${subscription}/resourceGroups/dev/providers/Microsoft.Compute/virtualMachines/vm1`;
const lockOn = (scope: string): object => ({
  id: `${scope}/providers/Microsoft.Authorization/locks/keep`,
  name: "keep",
  properties: { level: "CanNotDelete" },
});

function answer(emulator: Emulator, page: object, path = "*/Microsoft.Authorization/locks"): void {
  emulator.faults.set(path, {
    match: { method: "GET", path },
    effect: { status: 200, body: JSON.stringify(page), headers: { "content-type": "application/json" } },
  });
}

describeTransports(
  "locks",
  (reach) => {
    it("are read on all pages, as the scopes that they protect", async () => {
      verifies("V2-11");
      const { emulator, transport } = await reach();
      const [id] = transport.subscriptionIds;
      const nextLink = `${transport.cloud.resourceManager}/subscriptions/${id}/more-locks`;
      answer(emulator, { value: [lockOn(vm), lockOn(`${subscription}/resourceGroups/dev`)], nextLink });
      answer(emulator, { value: [lockOn(subscription), { name: "without an id" }] }, "*/more-locks");
      expect(await readLockedScopes(vmAzure({ transport }))).toEqual([
        vm,
        `${subscription}/resourceGroups/dev`,
        subscription,
        `/subscriptions/${id}`,
      ]);
    });

    it("that cannot be read are an error, never none", async () => {
      verifies("V2-11");
      const { emulator, transport } = await reach();
      emulator.faults.set("no-locks", {
        match: { path: "*/Microsoft.Authorization/locks" },
        effect: { status: 404, code: "InvalidResourceType" },
      });
      const reading = readLockedScopes(vmAzure({ transport }));
      await expect(reading).rejects.toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
    });
  },
  { withRealAz: false },
);

describe("a lock", () => {
  it.each([
    ["the VM", vm.toUpperCase(), true],
    ["its resource group", `${subscription}/resourcegroups/DEV`, true],
    ["its subscription", subscription, true],
    ["a part of it", `${vm}/extensions/agent`, true],
    ["a VM with a longer name", `${vm}2`, false],
    ["a group with a shorter name", `${subscription}/resourceGroups/de`, false],
  ])("on %s protects it: %s, %s", (_what, scope, isProtected) => {
    expect(isLocked(vm, [scope])).toBe(isProtected);
  });
});

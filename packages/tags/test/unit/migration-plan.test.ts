import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planSessionMigration, toManagedVm, type ManagedVm } from "../../src/index.ts";

function vm(name: string, session?: string, resourceGroup = "g"): ManagedVm {
  return toManagedVm({
    id: `/subscriptions/s/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/virtualMachines/${name}`,
    tags: session === undefined ? {} : { "azlin-session": session },
  });
}

describe("the plan of a migration", () => {
  it("writes what is missing, skips what is there or gone, and fails what cannot be", () => {
    verifies("TAG-10");
    const { steps } = planSessionMigration({
      configured: [
        { vm: "new", session: "one" },
        { vm: "done", session: "two" },
        { vm: "tagged", session: "mine" },
        { vm: "gone", session: "three" },
        { vm: "late", session: "two" },
        { vm: "bad", session: "not valid" },
        { vm: "twin", session: "four" },
        { vm: "copy", session: "one" },
      ],
      vms: [
        vm("new"),
        vm("done", "two"),
        vm("tagged", "theirs"),
        vm("late"),
        vm("twin"),
        vm("twin", undefined, "h"),
        vm("copy"),
      ],
    });
    expect(steps.map(({ vm: name, action }) => `${name}: ${action}`)).toEqual([
      "new: write",
      "done: skip",
      "tagged: skip",
      "gone: skip",
      "late: fail",
      "bad: fail",
      "twin: fail",
      "copy: fail",
    ]);
    expect(steps[2]).toMatchObject({ reason: "The VM's tag says 'theirs', and tags take precedence." });
    expect(steps[6]).toMatchObject({ reason: "VMs in several resource groups have this name: g, h." });
  });

  it("never gives one session to two VMs, and plans nothing once it was carried out", () => {
    verifies("TAG-10");
    const names = fc.constantFrom("a", "b", "c", "d");
    const configured = fc.uniqueArray(fc.record({ vm: names, session: fc.constantFrom("x", "y", "z") }), {
      selector: (entry) => entry.vm,
    });
    const vms = fc.uniqueArray(fc.record({ name: names, session: fc.option(fc.constantFrom("x", "y")) }), {
      selector: (entry) => entry.name,
    });
    fc.assert(
      fc.property(configured, vms, (entries, present) => {
        const holders = new Set<string>();
        const before = present.map(({ name, session }) => {
          const own = session === null || holders.has(session) ? undefined : session;
          if (own !== undefined) holders.add(own);
          return vm(name, own);
        });
        const { steps } = planSessionMigration({ configured: entries, vms: before });
        const written = new Map(steps.flatMap((step) => (step.action === "write" ? [[step.vm, step.session]] : [])));
        const after = before.map((one) => vm(one.name, written.get(one.name) ?? one.session ?? undefined));
        const sessions = after.flatMap(({ session }) => (session === null ? [] : [session]));
        expect(new Set(sessions).size).toBe(sessions.length);
        const again = planSessionMigration({ configured: entries, vms: after });
        expect(again.steps.filter(({ action }) => action === "write")).toEqual([]);
      }),
    );
  });
});

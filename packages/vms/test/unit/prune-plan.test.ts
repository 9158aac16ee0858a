import { POWER_STATES } from "@azlin/core";
import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planPrune, type FleetVm, type PruneFacts } from "../../src/index.ts";

const now = new Date("2026-01-31T00:00:00Z");

function vm(change: Partial<FleetVm> = {}): FleetVm {
  const name = change.name ?? "vm1";
  return {
    id: `/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/${name}`,
    name,
    resourceGroup: "g",
    subscriptionId: "s",
    location: "westus2",
    size: "Standard_B2s",
    powerState: "deallocated",
    provisioningState: "Succeeded",
    publicIp: null,
    privateIp: null,
    tags: { "managed-by": "azlin" },
    session: null,
    owner: null,
    created: "2026-01-01T00:00:00Z",
    ...change,
  };
}

function facts(one: FleetVm, change: Partial<PruneFacts> = {}): PruneFacts {
  return { vms: [one], lastConnected: new Map(), configuredSessions: new Set(), locked: new Set(), ...change };
}

describe("which VMs are pruned", () => {
  it("are those that are old, unused, not running, not named", () => {
    verifies("V2-11");
    const lastConnected = new Map([[vm().id.toUpperCase(), new Date("2026-01-11T00:00:00Z")]]);
    const plan = planPrune(facts(vm(), { lastConnected }), { now, ageDays: 30, idleDays: 20 });
    expect(plan.candidates).toMatchObject([
      { ageDays: 30, idleDays: 20, reason: "It is 30 days old and was last used 20 days ago." },
    ]);
    expect(planPrune(facts(vm()), { now }).candidates).toMatchObject([{ idleDays: null }]);
  });

  it.each([
    ["It is protected.", vm({ tags: { "azlin-Protected": "" } }), {}],
    ["A lock protects it.", vm(), { locked: new Set([vm().id.toUpperCase()]) }],
    ["Nobody knows whether a lock protects it.", vm(), { locked: undefined }],
    ["It is running.", vm({ powerState: "running" }), {}],
    ["It is starting.", vm({ powerState: "starting" }), {}],
    ["Nobody knows whether it runs.", vm({ powerState: "unknown" }), {}],
    ["It has the session name 'dev'.", vm({ session: "dev" }), {}],
    ["It has a session name.", vm(), { configuredSessions: new Set(["vm1"]) }],
    ["Nobody knows whether it has a session name.", vm(), { configuredSessions: undefined }],
    ["Nobody knows how old it is.", vm({ created: null }), {}],
    ["Nobody knows how old it is.", vm({ created: "soon" }), {}],
    ["It is less than 1 day old.", vm({ created: "2026-01-30T12:00:00Z" }), {}],
    ["Nobody knows when it was last used.", vm(), { lastConnected: undefined }],
    ["Nobody knows when it was last used.", vm({ tags: { "azlin-last-connect": "?" } }), {}],
    ["It was used in the last 1 day.", vm({ tags: { "azlin-last-connect": "2026-01-30T12:00:00Z" } }), {}],
  ] as const)("leaves a VM alone because: %s", (reason, one, change) => {
    verifies("V2-11");
    expect(planPrune(facts(one, change), { now })).toEqual({ candidates: [], kept: [{ vm: one, reason }] });
  });

  it("includes running and named ones only when asked, and never protected ones", () => {
    const request = { now, includeRunning: true, includeNamed: true };
    expect(planPrune(facts(vm({ powerState: "running", session: "dev" })), request).candidates).toHaveLength(1);
    expect(planPrune(facts(vm({ tags: { "azlin-protected": "true" } })), request).candidates).toEqual([]);
    expect(planPrune(facts(vm({ powerState: "unknown" })), request).candidates).toEqual([]);
  });

  it("never holds a named, running or protected VM, whatever else is known, and forgets none", () => {
    verifies("V2-11");
    const anyVm = fc.record({
      powerState: fc.constantFrom(...POWER_STATES),
      session: fc.option(fc.constant("dev")),
      created: fc.option(fc.constantFrom("2020-01-01T00:00:00Z", "2026-01-30T23:00:00Z", "x")),
      tags: fc.constantFrom({}, { "azlin-protected": "1" }, { "azlin-last-connect": "2020-01-01" }),
    });
    const anyFacts = fc.record({
      locked: fc.constantFrom(undefined, new Set<string>()),
      lastConnected: fc.constantFrom(undefined, new Map<string, Date>()),
      configuredSessions: fc.constantFrom(undefined, new Set<string>()),
    });
    fc.assert(
      fc.property(anyVm, anyFacts, (change, known) => {
        const { candidates, kept } = planPrune({ vms: [vm(change)], ...known }, { now });
        expect(candidates.length + kept.length).toBe(1);
        for (const { vm: gone } of candidates) {
          expect(gone.session).toBeNull();
          expect(["stopped", "deallocated"]).toContain(gone.powerState);
          expect(gone.tags).not.toHaveProperty("azlin-protected");
          expect([known.locked, known.configuredSessions]).not.toContain(undefined);
        }
      }),
    );
  });

  it("refuses less than a day", () => {
    expect(() => planPrune(facts(vm()), { now, idleDays: 0 })).toThrow(
      expect.objectContaining({ code: "INVALID_PRUNE" }),
    );
  });
});

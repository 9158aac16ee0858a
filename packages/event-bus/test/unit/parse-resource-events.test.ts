import { ManualClock } from "@azlin/core";
import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEvent, parseResourceEvents, type EventResource } from "../../src/index.ts";
import { operation, resourceEvent } from "../support/sample-events.ts";

const at = (minute: number): string => new Date(Date.UTC(2024, 10, 14, 12, minute)).toISOString();

const created = (minute: number, change = {}) => resourceEvent({ timestamp: at(minute), ...change });
const deleted = (minute: number) => resourceEvent({ event_type: "resource_deleted", timestamp: at(minute) });
const failed = (minute: number, attempts: number) =>
  resourceEvent({
    event_type: "resource_deletion_failed",
    timestamp: at(minute),
    deletion_error: "Resource is locked",
    deletion_attempts: attempts,
  });

function one(events: readonly unknown[], known: readonly EventResource[] = []): EventResource {
  const { resources } = parseResourceEvents(events, { known });
  expect(resources).toHaveLength(1);
  return resources[0]!;
}

describe("Resources of events", () => {
  it("have the seed's fields and defaults", () => {
    verifies("BUS-01");
    expect(one([resourceEvent()])).toEqual({
      resourceId: "/subscriptions/sub1/resourceGroups/rg1/providers/Microsoft.Compute/virtualMachines/vm1",
      resourceType: "Microsoft.Compute/virtualMachines",
      resourceName: "vm1",
      scenarioName: "test-scenario",
      runId: "run-123",
      status: "created",
      createdAt: "2024-11-14T12:00:00.000Z",
      deletedAt: null,
      deletionFailedAt: null,
      deletionAttempts: 0,
      deletionError: null,
      tags: {},
    });
    expect(one([failed(2, 3)])).toMatchObject({
      status: "deletion_failed",
      deletionAttempts: 3,
      deletionError: "Resource is locked",
    });
  });

  it("share nothing that stands for what their events left out", () => {
    verifies("BUS-01");
    const [first, second] = [one([resourceEvent()]), one([resourceEvent()])];
    expect(first.tags).toEqual({});
    expect(first.tags).not.toBe(second.tags);
  });

  it("count as of now when their event has no time", () => {
    verifies("BUS-01");
    const { resources } = parseResourceEvents([resourceEvent({ timestamp: undefined })], { clock: new ManualClock(0) });
    expect(resources[0]!.createdAt).toBe("1970-01-01T00:00:00.000Z");
  });

  it("have the time of their deletion, and keep that of their creation", () => {
    verifies("BUS-04");
    expect(one([created(0), deleted(5)])).toMatchObject({ status: "deleted", createdAt: at(0), deletedAt: at(5) });
    expect(one([deleted(5)])).toMatchObject({ status: "deleted", createdAt: null, deletedAt: at(5) });
  });

  it("are not resurrected by a creation that comes late, in the same pile or a later one", () => {
    verifies("BUS-04");
    const expected = { status: "deleted", createdAt: at(0), deletedAt: at(5) };
    expect(one([deleted(5), created(0)])).toMatchObject(expected);
    expect(one([created(0)], [one([deleted(5)])])).toMatchObject(expected);
    expect(one([deleted(5), created(9)])).toMatchObject({ status: "created", createdAt: at(9), deletedAt: null });
  });

  it("are one for an id in any case, and another one for each run", () => {
    verifies("BUS-04");
    const upper = String(resourceEvent()["resource_id"]).toUpperCase();
    const { resources } = parseResourceEvents([
      created(0),
      created(1, { resource_id: upper }),
      created(0, { run_id: "other" }),
    ]);
    expect(resources.map(({ runId, createdAt }) => [runId, createdAt])).toEqual([
      ["run-123", at(1)],
      ["other", at(0)],
    ]);
  });

  it("are the same whatever the order of the events, how often each comes, and in how many piles", () => {
    verifies("BUS-04");
    const event = fc.oneof(
      fc.tuple(fc.nat(5), fc.constantFrom("a", "b")).map(([minute, name]) => created(minute, { resource_name: name })),
      fc.nat(5).map(deleted),
      fc.tuple(fc.nat(5), fc.nat(3)).map(([minute, attempts]) => failed(minute, attempts)),
    );
    const shuffled = fc
      .array(event, { minLength: 1, maxLength: 8 })
      .chain((events) =>
        fc.tuple(
          fc.constant(events),
          fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
          fc.nat(8),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([events, again, cut]) => {
        const expected = one(events);
        expect(one(again)).toEqual(expected);
        const known = parseResourceEvents(again.slice(0, cut)).resources;
        expect(one(again.slice(cut), known)).toEqual(expected);
      }),
    );
  });

  it("are not made of what lacks a field: that is told, with the field", () => {
    verifies("BUS-04");
    for (const field of ["resource_id", "resource_type", "resource_name", "scenario_name", "run_id"]) {
      const event = resourceEvent({ [field]: undefined });
      const { rejected, resources } = parseResourceEvents([event, created(0)]);
      expect(rejected).toEqual([{ event, issues: [{ field, message: "is missing" }] }]);
      expect(resources).toHaveLength(1);
    }
  });

  it.each([
    ["no object", 42, ""],
    ["an array", [], ""],
    ["an event without a type", { run_id: "r" }, "event_type"],
    ["a time without a zone", resourceEvent({ timestamp: "2024-11-14T12:00:00" }), "timestamp"],
    ["a wrong type", resourceEvent({ resource_name: 7 }), "resource_name"],
    [
      "attempts that are none",
      resourceEvent({ event_type: "resource_deletion_failed", deletion_attempts: -1 }),
      "deletion_attempts",
    ],
    ["tags that are no texts", resourceEvent({ tags: { a: 1 } }), "tags.a"],
  ])("are not made of %s", (_name, event, field) => {
    verifies("BUS-04");
    const { rejected } = parseResourceEvents([event]);
    expect(rejected).toMatchObject([{ event, issues: [{ field }] }]);
  });

  it("are not made of other events, which are counted, known or not", () => {
    verifies("BUS-04");
    const strange = Array.from({ length: 10_000 }, (_, n) => ({ event_type: `strange-${n}`, n }));
    const { resources, rejected, ignored } = parseResourceEvents([...strange, operation(1)]);
    expect([resources.length, rejected.length, ignored.length]).toEqual([0, 0, 10_001]);
    expect(ignored[7]).toEqual({ eventType: "strange-7", event: strange[7] });
  });
});

describe("An event", () => {
  it("of an unknown type or version is kept whole", () => {
    verifies("BUS-04");
    const raw = { event_type: "teleported", run_id: "r", odd: { deep: [1] } };
    expect(parseEvent(raw)).toMatchObject({
      ok: true,
      event: { eventType: "unknown", originalType: "teleported", runId: "r", raw },
    });
    const next = operation(1, { version: 2 });
    expect(parseEvent(next)).toMatchObject({
      ok: true,
      event: { eventType: "unknown", originalType: "operation", version: 2, raw: next },
    });
  });

  it("can be given in our spelling", () => {
    verifies("BUS-01");
    const ours = { eventType: "operation", runId: "r", scenarioName: "s", timestamp: at(0) };
    expect(parseEvent(ours)).toMatchObject({
      ok: true,
      wire: { event_type: "operation", run_id: "r", scenario_name: "s" },
    });
  });
});

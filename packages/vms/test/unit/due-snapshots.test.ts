import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dueSnapshots,
  formatSchedule,
  readSnapshotSchedule,
  type ScheduledVm,
  type VmSnapshot,
} from "../../src/index.ts";

const now = new Date("2026-01-10T00:00:00Z");
const vmId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm1";

function vm(tags: Record<string, string> = { "azlin-snapshot-schedule": "every=24h,keep=2" }): ScheduledVm {
  return { id: vmId, name: "vm1", tags };
}

function snapshot(hoursAgo: number | null, change: Partial<VmSnapshot> = {}): VmSnapshot {
  const name = `s${hoursAgo}`;
  return {
    id: `/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/snapshots/${name}`,
    name,
    resourceGroup: "g",
    location: "westus2",
    vmId: vmId.toUpperCase(),
    sourceDiskId: null,
    kind: "scheduled",
    sizeGb: 64,
    created: hoursAgo === null ? null : new Date(now.getTime() - hoursAgo * 3_600_000),
    provisioningState: "Succeeded",
    monthlyCostUsd: 3.2,
    ...change,
  };
}

describe("snapshots by schedule", () => {
  it("are due when the last one is old enough, or when there is none", () => {
    verifies("V2-11");
    expect(dueSnapshots(now, [vm()], []).due).toMatchObject([{ reason: "None has been taken yet.", expires: [] }]);
    expect(dueSnapshots(now, [vm()], [snapshot(24)]).due).toHaveLength(1);
    expect(dueSnapshots(now, [vm()], [snapshot(23)])).toMatchObject({
      due: [],
      waiting: [{ next: new Date("2026-01-10T01:00:00Z") }],
    });
  });

  it("let the oldest go beyond those to keep, and never those of a person, of other VMs, or without a date", () => {
    verifies("V2-11");
    const snapshots = [
      snapshot(48),
      snapshot(96),
      snapshot(24),
      snapshot(500, { kind: "manual" }),
      snapshot(501, { kind: "foreign" }),
      snapshot(502, { vmId: `${vmId}0` }),
      snapshot(503, { vmId: null }),
      snapshot(null),
    ];
    const [due] = dueSnapshots(now, [vm()], snapshots).due;
    expect(due!.expires.map(({ name }) => name)).toEqual(["s96", "s48"]);
  });

  it("do not count one that failed", () => {
    expect(dueSnapshots(now, [vm()], [snapshot(1, { provisioningState: "Failed" })]).due).toHaveLength(1);
  });

  it("always leave as many as are to be kept, with the new one", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 24, max: 900 })), fc.integer({ min: 1, max: 9 }), (ages, keep) => {
        const snapshots = ages.map((age) => snapshot(age));
        const tags = { "azlin-snapshot-schedule": formatSchedule({ everyHours: 24, keep }) };
        const [due] = dueSnapshots(now, [vm(tags)], snapshots).due;
        expect(snapshots.length - due!.expires.length + 1).toBe(Math.min(keep, snapshots.length + 1));
      }),
    );
  });

  it("are told apart from VMs without a schedule and from schedules that nobody understands", () => {
    expect(dueSnapshots(now, [vm({})], [])).toEqual({ due: [], waiting: [], broken: [] });
    expect(dueSnapshots(now, [vm({ "AZLIN-snapshot-schedule": "daily" })], []).broken).toMatchObject([
      { reason: "'daily' is not a schedule of snapshots." },
    ]);
  });
});

describe("the schedule of a VM", () => {
  it("is read from its tag, or from the JSON of earlier versions", () => {
    verifies("V2-11");
    const old = JSON.stringify({ enabled: true, interval_hours: 12, keep_count: 3, last_snapshot_time: null });
    expect(readSnapshotSchedule({ "azlin:snapshot-schedule": old })).toEqual({ everyHours: 12, keep: 3 });
    expect(readSnapshotSchedule({ "azlin:snapshot-schedule": '{"enabled":false}' })).toBeUndefined();
    const both = { "azlin:snapshot-schedule": old, "azlin-snapshot-schedule": "every=6h,keep=1" };
    expect(readSnapshotSchedule(both)).toEqual({ everyHours: 6, keep: 1 });
  });

  it.each(["{", "null", '{"interval_hours":0}'])("is refused as %s", (json) => {
    expect(() => readSnapshotSchedule({ "azlin:snapshot-schedule": json })).toThrow(
      expect.objectContaining({ code: "INVALID_SCHEDULE" }),
    );
  });

  it("has sane bounds", () => {
    for (const schedule of [
      { everyHours: 0, keep: 1 },
      { everyHours: 1.5, keep: 1 },
      { everyHours: 1, keep: 101 },
    ]) {
      expect(() => formatSchedule(schedule)).toThrow(expect.objectContaining({ code: "INVALID_SCHEDULE" }));
    }
  });
});

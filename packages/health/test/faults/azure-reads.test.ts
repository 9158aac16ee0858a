import { ManualClock, resourceKey } from "@azlin/core";
import type { FaultEffect } from "@azlin/emulator";
import { bannerPort, closedPort, verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { fleetOf, monitorOf, nature, vmRequests, vmsOf } from "../support/fleet.ts";

const LIST = "*/providers/Microsoft.Compute/virtualMachines";
/** A list without VMs. */
const EMPTY: FaultEffect = {
  status: 200,
  body: JSON.stringify({ value: [] }),
  headers: { "content-type": "application/json" },
};

describe("an Azure that does not answer", () => {
  it.each<[string, FaultEffect]>([
    ["THROTTLED", { status: 429, code: "TooManyRequests", headers: { "retry-after": "60" } }],
    ["TRANSPORT_FAILED", { status: 503, code: "ServiceUnavailable" }],
    ["TRANSPORT_FAILED", { reset: true }],
    ["PERMISSION_DENIED", { status: 403, code: "AuthorizationFailed" }],
  ])("leaves every VM unknown with the error %s, and no failure counted: %j", async (code, effect) => {
    verifies("LIFE-02");
    const emulator = fleetOf(3);
    const vms = vmsOf(emulator, await closedPort());
    const monitor = monitorOf(emulator, { random: { next: () => 0 } });
    emulator.faults.set("azure", { match: { path: LIST }, effect });
    for (let tick = 0; tick < 4; tick += 1) {
      const fleet = await monitor.checkFleet(vms);
      expect(fleet.unread).toMatchObject([{ error: { code } }]);
      for (const { verdict, observation } of fleet.vms) {
        expect(verdict).toMatchObject({ status: "unknown", failures: 0, isDown: false });
        expect(observation.power).toMatchObject({ state: "unknown", error: { code } });
      }
    }
  });

  it("is tried again while there is time", async () => {
    const emulator = fleetOf(1);
    emulator.faults.set("azure", { match: { path: LIST }, times: 2, effect: { status: 500 } });
    const monitor = monitorOf(emulator, { timeouts: { azureMs: 10_000 }, random: { next: () => 0 } });
    const fleet = await monitor.checkFleet(vmsOf(emulator, await bannerPort()));
    expect(fleet.vms[0]?.verdict.status).toBe("healthy");
    expect(vmRequests(emulator)).toEqual(
      ["virtualMachines 500", "virtualMachines 500", "virtualMachines 200"].map((one) => `GET ${one}`),
    );
  });

  it("holds a check up no longer than its time, on a clock that is the monitor's own", async () => {
    const emulator = fleetOf(1, { clock: "virtual" });
    emulator.faults.set("azure", { match: { path: LIST }, effect: { delayMs: 3_600_000 } });
    const clock = new ManualClock();
    const checking = monitorOf(emulator, { clock }).checkFleet(vmsOf(emulator, await bannerPort()));
    await clock.advance(20_000);
    expect((await checking).vms[0]?.observation.power.error).toMatchObject({ code: "TIMED_OUT" });
  });

  it("in one subscription says nothing about the VMs of another", async () => {
    const emulator = fleetOf(4, { subscriptions: 2 });
    const vms = vmsOf(emulator, await bannerPort());
    const refused = vms[0]!.id.split("/")[2]!;
    emulator.faults.set("azure", { match: { path: `/subscriptions/${refused}${LIST}` }, effect: { status: 403 } });
    const fleet = await monitorOf(emulator).checkFleet(vms);
    const statusesIn = (isRefused: boolean): string[] =>
      fleet.vms.filter(({ vmId }) => vmId.includes(refused) === isRefused).map(({ verdict }) => verdict.status);
    expect(statusesIn(true)).toEqual(["unknown", "unknown"]);
    expect(statusesIn(false)).toEqual(["healthy", "healthy"]);
    expect(fleet.unread).toMatchObject([{ subscriptionId: refused, error: { code: "PERMISSION_DENIED" } }]);
  });
});

describe("a VM that a list does not have", () => {
  it("is deleted only after Azure has said so when asked for it by name", async () => {
    verifies("LIFE-02");
    const emulator = fleetOf(2);
    const vms = vmsOf(emulator, await bannerPort());
    await nature(emulator, vms[0]!, "deleteExternally");
    emulator.journal.clear();
    const fleet = await monitorOf(emulator).checkFleet(vms);
    expect(fleet.vms.map(({ verdict }) => verdict.status)).toEqual(["deleted", "healthy"]);
    expect(vmRequests(emulator)).toEqual(["GET virtualMachines 200", "GET instanceView 404"]);
  });

  it("is what Azure says when the list was wrong", async () => {
    const emulator = fleetOf(2);
    const vms = vmsOf(emulator, await bannerPort());
    emulator.faults.set("empty", { match: { path: LIST }, effect: EMPTY });
    const fleet = await monitorOf(emulator).checkFleet(vms);
    expect(fleet.unread).toEqual([]);
    expect(fleet.vms.map(({ verdict }) => verdict.status)).toEqual(["healthy", "healthy"]);
  });

  it("is asked for by name only so often in one round, and is unknown beyond", async () => {
    const emulator = fleetOf(50);
    const vms = vmsOf(emulator, await bannerPort());
    emulator.faults.set("empty", { match: { path: LIST }, effect: EMPTY });
    const fleet = await monitorOf(emulator).checkFleet(vms);
    expect(vmRequests(emulator)).toHaveLength(21);
    expect(fleet.vms.filter(({ verdict }) => verdict.status === "unknown")).toHaveLength(30);
  });

  it("is unknown when its whole subscription is out of sight", async () => {
    const emulator = fleetOf(1);
    const [vm] = vmsOf(emulator, await bannerPort());
    const away = {
      ...vm!,
      id: vm!.id.replace(/subscriptions\/[^/]+/, "subscriptions/99999999-0000-4000-8000-000000000001"),
    };
    const monitor = monitorOf(emulator);
    expect((await monitor.checkVmHealth(away)).verdict.status).toBe("unknown");
    expect((await monitor.checkFleet([away])).vms[0]?.verdict.status).toBe("unknown");
  });

  it("is unknown when its id is none", async () => {
    const emulator = fleetOf(1);
    const [vm] = vmsOf(emulator);
    const fleet = await monitorOf(emulator).checkFleet([{ ...vm!, id: "vm1" }]);
    expect(fleet.vms[0]?.observation.power.error).toMatchObject({ code: "INVALID_RESOURCE_ID" });
  });
});

describe("what a monitor asks of Azure", () => {
  it("is one list call for each subscription and round, whatever the number of VMs", async () => {
    verifies("LIFE-02");
    const emulator = fleetOf(200, { subscriptions: 2 });
    const vms = vmsOf(emulator, await bannerPort());
    const monitor = monitorOf(emulator);
    const seen: string[] = [];
    const fleet = await monitor.checkFleet(vms, { onVm: ({ vmId }) => seen.push(vmId) });
    expect(fleet.vms.map(({ vmId }) => vmId)).toEqual(vms.map(({ id }) => id));
    expect(new Set(fleet.vms.map(({ verdict }) => verdict.status))).toEqual(new Set(["healthy"]));
    expect(seen.toSorted()).toEqual(vms.map(({ id }) => id).toSorted());
    expect(vmRequests(emulator)).toEqual(["GET virtualMachines 200", "GET virtualMachines 200"]);
    await monitor.checkFleet(vms);
    expect(vmRequests(emulator)).toHaveLength(4);
  });

  it("ends with its caller's signal, without a verdict", async () => {
    const emulator = fleetOf(3);
    const monitor = monitorOf(emulator);
    const abort = new AbortController();
    const vms = vmsOf(emulator, await bannerPort());
    const checking = monitor.checkFleet(vms, { signal: abort.signal });
    abort.abort(new Error("enough"));
    await expect(checking).rejects.toThrow("enough");
    expect(monitor.histories()).toEqual([]);
  });
});

describe("what a monitor remembers", () => {
  it("goes from one monitor to the next by JSON", async () => {
    const emulator = fleetOf(1);
    const [vm] = vmsOf(emulator, await closedPort());
    const options = { thresholds: { startupGraceMs: 0 } };
    const before = monitorOf(emulator, options);
    await before.checkVmHealth(vm!);
    await before.checkVmHealth(vm!);
    const after = monitorOf(emulator, options);
    after.restore(JSON.parse(JSON.stringify(before.histories())));
    expect((await after.checkVmHealth(vm!)).verdict).toMatchObject({ status: "unhealthy", failures: 3 });
  });

  it("is by resource id, whatever its case, and can be forgotten", async () => {
    const emulator = fleetOf(1);
    const [vm] = vmsOf(emulator, await bannerPort());
    const monitor = monitorOf(emulator);
    await monitor.checkVmHealth({ ...vm!, id: vm!.id.toUpperCase() });
    expect(monitor.history(resourceKey(vm!.id)).status).toBe("healthy");
    monitor.forget(vm!.id);
    expect(monitor.history(vm!.id).status).toBeNull();
  });

  it("is void after a change of power that somebody tells of", async () => {
    const emulator = fleetOf(1);
    const [vm] = vmsOf(emulator, await closedPort());
    const monitor = monitorOf(emulator, { thresholds: { down: { count: 1, of: 1 }, startupGraceMs: 60_000 } });
    monitor.restore([{ ...monitor.history(vm!.id), power: "running" }]);
    expect((await monitor.checkVmHealth(vm!)).verdict.isDown).toBe(true);
    monitor.notePowerChange(vm!.id);
    expect((await monitor.checkVmHealth(vm!)).verdict).toMatchObject({ status: "starting", isDown: false });
  });
});

describe("thresholds of one VM", () => {
  it("go before the monitor's", async () => {
    const emulator = fleetOf(2);
    const vms = vmsOf(emulator, await closedPort());
    const own = { down: { count: 1, of: 1 } };
    const monitor = monitorOf(emulator, { thresholds: { startupGraceMs: 0 } });
    const fleet = await monitor.checkFleet([{ ...vms[0]!, thresholds: own }, vms[1]!]);
    expect(fleet.vms.map(({ verdict }) => verdict.status)).toEqual(["unhealthy", "degraded"]);
  });

  it("are refused before anything is asked when they make no sense", async () => {
    const emulator = fleetOf(2);
    const [one, other] = vmsOf(emulator);
    const bad = { ...other!, thresholds: { diskPercent: 120 } };
    await expect(monitorOf(emulator).checkFleet([one!, bad])).rejects.toMatchObject({ code: "INVALID_THRESHOLDS" });
    expect(vmRequests(emulator)).toEqual([]);
  });
});

describe("options of a monitor", () => {
  it.each([
    ["INVALID_TIMEOUT", { timeouts: { sshMs: 0 } }],
    ["INVALID_CONCURRENCY", { concurrency: 0 }],
    ["INVALID_THRESHOLDS", { thresholds: { down: { count: 2, of: 1 } } }],
  ])("are refused when they make no sense: %s", (code, options) => {
    const emulator = fleetOf(0);
    expect(() => monitorOf(emulator, options)).toThrow(expect.objectContaining({ code }));
  });
});

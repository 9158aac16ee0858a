import { clientOptions, pollOptions } from "@azlin/core";
import { verifies } from "@azlin/testing";
import { ComputeManagementClient } from "@azure/arm-compute";
import { describe, expect, it } from "vitest";
import type { Emulator } from "@azlin/emulator";
import type { HealthMonitor, MonitoredVm, VmHealth } from "../../src/index.ts";
import { monitorOf, nature, vmsOf } from "../support/fleet.ts";
import { guestWorld } from "../support/guests.ts";

/** One VM with a guest, and a monitor that has seen it healthy. */
async function watched(): Promise<{
  readonly emulator: Emulator;
  readonly monitor: HealthMonitor;
  readonly vm: () => MonitoredVm;
  readonly check: () => Promise<VmHealth>;
  readonly compute: ComputeManagementClient;
}> {
  const { emulator, connections } = await guestWorld("alpha");
  const monitor = monitorOf(emulator, { shell: connections, timeouts: { sshMs: 1_000, metricsMs: 5_000 } });
  const vm = (): MonitoredVm => vmsOf(emulator)[0]!;
  const check = (): Promise<VmHealth> => monitor.checkVmHealth(vm());
  const transport = emulator.transport();
  const compute = new ComputeManagementClient(
    transport.credential,
    transport.subscriptionIds[0]!,
    clientOptions(transport),
  );
  expect((await check()).verdict).toMatchObject({ status: "healthy", reason: "SSH answers." });
  return { emulator, monitor, vm, check, compute };
}

describe("a guest", () => {
  it("tells memory, disk and CPU over one connection, the CPU since the last check", async () => {
    verifies("LIFE-02");
    const { emulator, monitor, vm, check } = await watched();
    await nature(emulator, vm(), "memory", { percent: 75 });
    await nature(emulator, vm(), "disk", { percent: 60 });
    await nature(emulator, vm(), "cpu", { percent: 80 });
    const first = await monitor.getMetrics(vm());
    expect(first?.metrics).toMatchObject({ memoryPercent: 75, diskPercent: 60, uptimeSeconds: expect.any(Number) });
    await check();
    await expect
      .poll(async () => (await check()).observation.metrics?.metrics?.cpuPercent, { interval: 400 })
      .toBeCloseTo(80, -1);
  });

  it("is degraded when its disk is full", async () => {
    const { emulator, vm, check } = await watched();
    await nature(emulator, vm(), "disk", { percent: 97 });
    expect((await check()).verdict).toMatchObject({ status: "degraded", reason: "SSH answers, but: disk at 97 %." });
  });

  it.each([
    ["sshDown", "refused"],
    ["sshHang", "mute"],
  ])("that is %s is unhealthy at the third check, and healthy when it answers again", async (act, state) => {
    verifies("LIFE-02");
    const { emulator, vm, check } = await watched();
    await nature(emulator, vm(), act);
    const failing = [await check(), await check(), await check()];
    expect(failing.map(({ verdict: { status, failures } }) => [status, failures])).toEqual([
      ["degraded", 1],
      ["degraded", 2],
      ["unhealthy", 3],
    ]);
    expect(failing.at(-1)?.observation).toMatchObject({ power: { state: "running" }, ssh: { state }, metrics: null });
    await nature(emulator, vm(), "sshUp");
    expect((await check()).verdict).toMatchObject({ status: "healthy", failures: 0 });
  });

  it("that has crashed still runs for Azure, and its agent is named", async () => {
    const { emulator, vm, check } = await watched();
    await nature(emulator, vm(), "crash");
    expect((await check()).verdict).toMatchObject({
      status: "degraded",
      reason: "SSH refuses connections, nor is its agent ready (1 of 3 failures).",
    });
  });

  it("that its user deallocates is stopped-by-user, and starting once it is started again", async () => {
    verifies("LIFE-02");
    const { emulator, vm, check, compute } = await watched();
    const poll = pollOptions(emulator.transport());
    await nature(emulator, vm(), "sshDown");
    await check();
    await compute.virtualMachines.deallocate("rg", "alpha", poll);
    const stopped = await check();
    expect(stopped.verdict).toMatchObject({ status: "stopped-by-user", failures: 0, isDown: false });
    expect(stopped.observation.ssh).toBeNull();
    await compute.virtualMachines.start("rg", "alpha", poll);
    await nature(emulator, vm(), "sshDown");
    expect((await check()).verdict).toMatchObject({ status: "starting", failures: 0 });
    await nature(emulator, vm(), "sshUp");
    expect((await check()).verdict.status).toBe("healthy");
  });

  it("that shuts down by itself is stopped, and down only when its user wants it to run", async () => {
    const { emulator, monitor, vm, check } = await watched();
    await nature(emulator, vm(), "guestShutdown");
    expect((await check()).verdict).toMatchObject({ status: "stopped", isDown: false });
    const wanted = { ...vm(), tags: { ...vm().tags, "azlin-intent": "running" } };
    const [, , third] = [
      await monitor.checkVmHealth(wanted),
      await monitor.checkVmHealth(wanted),
      await monitor.checkVmHealth(wanted),
    ];
    expect(third?.verdict).toMatchObject({ status: "stopped", isDown: true, failures: 3 });
  });

  it("that others delete is deleted", async () => {
    const { emulator, monitor, vm } = await watched();
    const last = vm();
    await nature(emulator, last, "deleteExternally");
    expect((await monitor.checkVmHealth(last)).verdict).toMatchObject({ status: "deleted", isDown: false });
  });
});

describe("many guests", () => {
  it("are checked in one round, each by itself", async () => {
    const { emulator, connections } = await guestWorld("alpha", "beta", "gamma");
    const monitor = monitorOf(emulator, {
      shell: connections,
      timeouts: { sshMs: 1_000 },
      thresholds: { startupGraceMs: 0 },
    });
    const vms = vmsOf(emulator);
    await nature(emulator, vms[1]!, "sshHang");
    const fleet = await monitor.checkFleet(vms);
    expect(fleet.vms.map(({ name, verdict }) => [name, verdict.status])).toEqual([
      ["alpha", "healthy"],
      ["beta", "degraded"],
      ["gamma", "healthy"],
    ]);
    expect(fleet.vms.map(({ observation }) => observation.metrics?.metrics?.diskPercent)).toEqual([20, undefined, 20]);
  });
});

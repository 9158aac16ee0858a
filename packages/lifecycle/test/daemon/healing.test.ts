import { verifies } from "@azlin/testing";
import { expect, test } from "vitest";
import { lifecycleWorld, nature, QUICK } from "../support/lifecycle-world.ts";

test("a VM is restarted after exactly three failed checks, once", async () => {
  verifies("LIFE-03", "LIFE-09");
  const world = await lifecycleWorld();
  await world.manager.enableMonitoring(world.vms[0]!, { restartPolicy: "on-failure" });
  const daemon = await world.start();
  world.ssh[0]!.behave("refuses");
  const healsAfter: number[] = [];
  for (let check = 1; check <= 6; check += 1) {
    await daemon.check();
    healsAfter.push(world.heals().length);
  }
  expect(healsAfter).toStrictEqual([0, 0, 1, 1, 1, 1]);
  expect(world.heals()).toStrictEqual([`${world.vms[0]!.name} restart`]);
});

test("a port that takes connections and says nothing is not SSH: its VM is restarted too", async () => {
  const world = await lifecycleWorld();
  await world.manager.enableMonitoring(world.vms[0]!, { ...QUICK, sshFailureThreshold: 1, healthCheckTimeout: 1 });
  const daemon = await world.start();
  world.ssh[0]!.behave("mute");
  await daemon.check();
  expect(world.heals()).toHaveLength(1);
});

test("the policy never heals nothing and still tells of the failure", async () => {
  verifies("LIFE-03");
  const world = await lifecycleWorld();
  const hooks = { on_failure: await world.hookScript("failure") };
  await world.manager.enableMonitoring(world.vms[0]!, { restartPolicy: "never", startupGraceSeconds: 0, hooks });
  const daemon = await world.start();
  world.ssh[0]!.behave("refuses");
  for (let check = 1; check <= 5; check += 1) await daemon.check();
  expect(world.heals()).toStrictEqual([]);
  expect(daemon.report().decision).toMatchObject({ action: "none", code: "never" });
  await expect.poll(() => world.hookLines()).toStrictEqual([`on_failure ${world.vms[0]!.name} 3`]);
});

test("the policy always heals from the first failed check", async () => {
  verifies("LIFE-03");
  const world = await lifecycleWorld();
  await world.manager.enableMonitoring(world.vms[0]!, { ...QUICK, restartPolicy: "always" });
  const daemon = await world.start();
  world.ssh[0]!.behave("refuses");
  await daemon.check();
  expect(world.heals()).toHaveLength(1);
});

test("a VM that its user has stopped stays stopped, and one that stopped by itself is started", async () => {
  verifies("LIFE-04");
  const world = await lifecycleWorld(2);
  for (const vm of world.vms) await world.manager.enableMonitoring(vm, { ...QUICK, sshFailureThreshold: 1 });
  world.tag(0, { "azlin-intent": "stopped" });
  world.tag(1, { "azlin-intent": "running" });
  const daemon = await world.start();
  for (const vm of world.vms) await nature(world.emulator, vm, "guestShutdown");
  for (const ssh of world.ssh) ssh.behave("refuses");
  await daemon.check();
  await daemon.check();
  expect(world.heals()).toStrictEqual([`${world.vms[1]!.name} start`]);
  expect(daemon.report(0)).toMatchObject({ status: "stopped-by-user", decision: { code: "stopped-by-user" } });
});

test("ten minutes of errors from Azure make health unknown and heal nothing", async () => {
  verifies("LIFE-02", "LIFE-04");
  const world = await lifecycleWorld();
  await world.manager.enableMonitoring(world.vms[0]!, QUICK);
  const daemon = await world.start();
  world.ssh[0]!.behave("refuses");
  world.emulator.faults.set("throttled", {
    match: { path: "/subscriptions" },
    effect: { status: 429, code: "TooManyRequests", message: "Slow down.", headers: { "retry-after": "600" } },
  });
  for (let check = 1; check <= 10; check += 1) await daemon.check();
  expect(daemon.report()).toMatchObject({ status: "unknown", failures: 0, decision: { code: "cannot-tell" } });
  expect(world.heals()).toStrictEqual([]);
});

test("VMs that fail together are not healed, and somebody is told", async () => {
  verifies("LIFE-04");
  const world = await lifecycleWorld(6);
  for (const vm of world.vms) await world.manager.enableMonitoring(vm, QUICK);
  const daemon = await world.start();
  for (const ssh of world.ssh.slice(0, 4)) ssh.behave("refuses");
  for (let check = 1; check <= 5; check += 1) await daemon.check();
  expect(world.heals()).toStrictEqual([]);
  expect(daemon.report(0).decision).toMatchObject({ code: "correlated", isAlarm: true });
  expect(world.log.records.filter(({ level }) => level === "error").map(({ fields }) => fields["code"])).toContain(
    "correlated",
  );
});

test("a VM that its user has stopped meanwhile is seen to be so at the last moment", async () => {
  const world = await lifecycleWorld();
  await world.manager.enableMonitoring(world.vms[0]!, { ...QUICK, sshFailureThreshold: 1 });
  const daemon = await world.start();
  world.ssh[0]!.behave("refuses");
  // The daemon has listed the VM's tags before; Azure knows better.
  const { id } = world.vms[0]!;
  await world.azure("PATCH", `${id}/providers/Microsoft.Resources/tags/default`, {
    operation: "Merge",
    properties: { tags: { "azlin-intent": "stopped" } },
  });
  await daemon.check();
  expect(world.heals()).toStrictEqual([]);
  expect(world.log.records.find(({ message }) => message === "did not heal a VM")?.fields).toMatchObject({
    outcome: "not-begun",
    problem: "Its user wants it to be stopped.",
  });
});

test("a VM in its grace is not healed, whoever has started it", async () => {
  verifies("LIFE-04");
  const world = await lifecycleWorld();
  await world.manager.enableMonitoring(world.vms[0]!, { restartPolicy: "on-failure", startupGraceSeconds: 600 });
  const daemon = await world.start();
  await world.azure("POST", `${world.vms[0]!.id}/restart`);
  world.ssh[0]!.behave("refuses");
  const healsBefore = world.heals().length;
  for (let check = 1; check <= 5; check += 1) await daemon.check();
  expect(world.heals()).toHaveLength(healsBefore);
  expect(daemon.report()).toMatchObject({ status: "starting" });
});

test("what the daemon did is in its journal, and explained", async () => {
  verifies("LIFE-04");
  const world = await lifecycleWorld();
  await world.manager.enableMonitoring(world.vms[0]!, { ...QUICK, sshFailureThreshold: 1 });
  const daemon = await world.start();
  world.ssh[0]!.behave("refuses");
  await daemon.check();
  const explained = daemon.daemon.explain(world.vms[0]!.id);
  expect(explained.actions).toMatchObject([{ action: "restart", outcome: "done", note: null }]);
  expect(explained.actions[0]!.reason).toBe(
    "It is healed (heal 1 of 3 in 30 min, 1 of 6 in 1 d). SSH ends the connection at once (1 of 1 failures).",
  );
});

import { rm, writeFile } from "node:fs/promises";
import { verifies } from "@azlin/testing";
import { expect, test } from "vitest";
import { lifecycleWorld, QUICK } from "../support/lifecycle-world.ts";

test("a VM that is enabled while the daemon runs is checked, and one that is disabled no more", async () => {
  verifies("LIFE-01", "LIFE-06");
  const world = await lifecycleWorld(2);
  await world.manager.enableMonitoring(world.vms[0]!, QUICK);
  const { daemon } = await world.start();
  await world.manager.enableMonitoring(world.vms[1]!, QUICK);
  await world.manager.disableMonitoring(world.vms[0]!);
  await expect
    .poll(() => world.clock.advance(1_000).then(() => daemon.getStatus().vms.map(({ name }) => name)))
    .toStrictEqual([world.vms[1]!.name]);
});

test("a configuration that breaks leaves the one before in force, and is told of", async () => {
  const world = await lifecycleWorld();
  await world.manager.enableMonitoring(world.vms[0]!, QUICK);
  const { daemon } = await world.start();
  await writeFile(world.paths.config, "[vms.x\n");
  await expect
    .poll(() => world.clock.advance(1_000).then(() => daemon.getStatus().configError?.code))
    .toBe("INVALID_CONFIG");
  expect(daemon.getStatus().vms).toHaveLength(1);
  await rm(world.paths.config);
  await expect
    .poll(() => world.clock.advance(1_000).then(() => daemon.getStatus().configError?.code))
    .toBe("CONFIG_GONE");
  expect(daemon.getStatus().vms).toHaveLength(1);
});

test("a configuration that is broken at the start keeps the daemon from starting", async () => {
  const world = await lifecycleWorld();
  await writeFile(world.paths.config, "[daemon]\nlog_level = 3\n");
  await expect(world.daemon().run()).rejects.toMatchObject({
    code: "INVALID_LIFECYCLE_CONFIG",
    details: { problems: [expect.stringContaining("daemon.log_level")] },
  });
});

test("a policy of the program's own that makes no sense is refused before anything runs", async () => {
  const world = await lifecycleWorld();
  expect(() => world.daemon({ healing: { budgets: [] } })).toThrow("budgets");
});

test("a key that matches no VM is a problem that is shown, and the others are checked", async () => {
  const world = await lifecycleWorld();
  await world.manager.enableMonitoring(world.vms[0]!, QUICK);
  await world.manager.enableMonitoring({ id: "lost", name: "lost" });
  const { daemon } = await world.start();
  expect(daemon.getStatus().problems).toStrictEqual(["There is no VM 'lost'."]);
  expect(daemon.getStatus().vms).toHaveLength(1);
});

test("a list of VMs that cannot be had is a problem that is shown, and asked for again", async () => {
  const world = await lifecycleWorld();
  await world.manager.enableMonitoring(world.vms[0]!, QUICK);
  let isDown = true;
  const listVms = (): Promise<typeof world.vms> =>
    isDown ? Promise.reject(new Error("no network")) : Promise.resolve(world.vms);
  const daemon = world.daemon({ listVms });
  const ended = daemon.run();
  await expect.poll(() => daemon.state === "running" && daemon.getStatus().problems).toHaveLength(1);
  isDown = false;
  await expect
    .poll(() => world.clock.advance(15_000).then(() => daemon.getStatus().vms.map(({ status }) => status)))
    .toStrictEqual(["healthy"]);
  expect(daemon.getStatus().problems).toStrictEqual([]);
  daemon.stop();
  await ended;
});

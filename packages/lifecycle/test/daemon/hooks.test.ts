import { verifies } from "@azlin/testing";
import { expect, test } from "vitest";
import type { HookType } from "../../src/index.ts";
import { lifecycleWorld, nature, QUICK, type LifecycleWorld } from "../support/lifecycle-world.ts";

const ALL: readonly HookType[] = ["on_start", "on_stop", "on_failure", "on_restart", "on_destroy", "on_healthy"];

async function worldWithHooks(): Promise<LifecycleWorld> {
  const world = await lifecycleWorld();
  const script = await world.hookScript("any");
  const hooks = Object.fromEntries(ALL.map((type) => [type, script]));
  await world.manager.enableMonitoring(world.vms[0]!, { ...QUICK, hooks });
  return world;
}

test("a failure, the restart and the recovery fire their hooks once each, in order", async () => {
  verifies("LIFE-05");
  const world = await worldWithHooks();
  const daemon = await world.start();
  const { name } = world.vms[0]!;
  world.ssh[0]!.behave("refuses");
  for (let check = 1; check <= 4; check += 1) await daemon.check();
  world.ssh[0]!.behave("answers");
  await daemon.check();
  await daemon.check();
  await expect
    .poll(() => world.hookLines())
    .toStrictEqual([`on_failure ${name} 3`, `on_restart ${name} 3`, `on_healthy ${name} 0`]);
});

test("stops, starts and deletions that are seen fire their hooks", async () => {
  verifies("LIFE-05");
  const world = await worldWithHooks();
  const daemon = await world.start();
  const { name, id } = world.vms[0]!;
  await world.azure("POST", `${id}/deallocate`);
  await daemon.check();
  await world.azure("POST", `${id}/start`);
  await daemon.check();
  await nature(world.emulator, { id }, "deleteExternally");
  await daemon.check();
  await expect
    .poll(() => world.hookLines())
    .toStrictEqual([`on_stop ${name} 0`, `on_start ${name} 0`, `on_healthy ${name} 0`, `on_destroy ${name} 0`]);
  expect(daemon.report()).toMatchObject({ status: "deleted" });
});

test("what a command tells of is fired at once and not again when it is seen", async () => {
  verifies("LIFE-05");
  const world = await worldWithHooks();
  const daemon = await world.start();
  const { name, id } = world.vms[0]!;
  await world.azure("POST", `${id}/deallocate`);
  await expect(world.client.announce(id, "on_stop")).resolves.toBe(true);
  await expect.poll(() => world.hookLines()).toStrictEqual([`on_stop ${name} 0`]);
  await daemon.check();
  await daemon.check();
  await expect(world.hookLines()).resolves.toStrictEqual([`on_stop ${name} 0`]);
});

test("a hook that hangs does not hold up the checks", async () => {
  verifies("LIFE-05");
  const world = await lifecycleWorld();
  const hooks = { on_failure: await world.hookScript("slow", "sleep 60") };
  await world.manager.enableMonitoring(world.vms[0]!, { ...QUICK, sshFailureThreshold: 1, hooks });
  const daemon = await world.start();
  world.ssh[0]!.behave("refuses");
  await daemon.check();
  expect(world.heals()).toHaveLength(1);
  world.ssh[0]!.behave("answers");
  await daemon.check();
  expect(daemon.report()).toMatchObject({ status: "healthy" });
});

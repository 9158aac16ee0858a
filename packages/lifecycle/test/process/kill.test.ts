import { ended, startNode, verifies } from "@azlin/testing";
import { expect, test } from "vitest";
import { lifecycleWorld, type LifecycleWorld } from "../support/lifecycle-world.ts";
import { buildDaemonChild } from "./fixtures/build-daemon-child.ts";
import { KILL_POINTS, type ChildRequest, type KillPoint } from "./fixtures/kill-points.ts";

async function failingWorld(): Promise<{ readonly world: LifecycleWorld; readonly request: ChildRequest }> {
  const world = await lifecycleWorld();
  const { url } = await world.emulator.listen();
  const [vm] = world.vms;
  await world.manager.enableMonitoring(vm!, {
    restartPolicy: "on-failure",
    checkIntervalSeconds: 1,
    startupGraceSeconds: 0,
  });
  world.ssh[0]!.behave("refuses");
  return { world, request: { home: world.home, url, vms: [vm!] } };
}

/** Has a daemon die at a step of a heal and another go on; what became of the heal, by Azure and by the journal. */
async function healAcross(killAt: KillPoint, script: string): Promise<unknown> {
  const { world, request } = await failingWorld();
  const first = startNode(script, JSON.stringify({ ...request, killAt }));
  const end = await ended(first);
  startNode(script, JSON.stringify(request));
  await expect.poll(() => world.heals().length, { timeout: 30_000 }).toBeGreaterThan(0);
  world.ssh[0]!.behave("answers");
  const status = async (): Promise<string | null | undefined> => (await world.client.status())?.vms[0]?.status;
  await expect.poll(status, { timeout: 30_000 }).toBe("healthy");
  const actions = (await world.client.explain(world.vms[0]!.id))?.actions ?? [];
  const isSettled = actions.every(({ outcome }) => outcome !== null);
  return { killAt, end, heals: world.heals().length, isSettled };
}

test("a daemon that is killed at any step of a heal neither loses nor doubles it", async () => {
  verifies("LIFE-09");
  const script = await buildDaemonChild();
  const outcomes = await Promise.all(KILL_POINTS.map((killAt) => healAcross(killAt, script)));
  expect(outcomes).toStrictEqual(KILL_POINTS.map((killAt) => ({ killAt, end: "SIGKILL", heals: 1, isSettled: true })));
}, 90_000);

import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { launchBackground, systemClock, type SerializedError } from "@azlin/core";
import { verifies } from "@azlin/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { ControlClient, DaemonController, lifecyclePaths } from "../../src/index.ts";
import { takeDaemonLock } from "../../src/daemon/daemon-lock.ts";
import { lifecycleWorld, QUICK, type LifecycleWorld } from "../support/lifecycle-world.ts";
import { buildDaemonChild } from "./fixtures/build-daemon-child.ts";

/** A controller whose daemons are processes of their own; they end with the test. */
async function controllerOf(world: LifecycleWorld): Promise<DaemonController> {
  const { url } = await world.emulator.listen();
  const { home, paths, vms } = world;
  const script = await buildDaemonChild();
  const launch = (signal: AbortSignal): Promise<unknown> =>
    launchBackground(
      {
        name: "the lifecycle daemon",
        failureCode: "DAEMON_NOT_STARTED",
        entry: script,
        request: { home, url, vms },
        env: process.env,
        directory: home,
        log: join(home, "output.log"),
      },
      signal,
    );
  const controller = new DaemonController({ paths, launch });
  onTestFinished(async () => {
    await controller.stopDaemon();
  });
  return controller;
}

describe("DaemonController", () => {
  test("starts a daemon that answers, says how it is, and stops it", async () => {
    verifies("LIFE-06", "LIFE-07");
    const world = await lifecycleWorld(2);
    for (const vm of world.vms) await world.manager.enableMonitoring(vm, QUICK);
    const controller = await controllerOf(world);
    const startedAt = systemClock.now();
    const started = await controller.startDaemon();
    expect(started).toMatchObject({ running: true, problem: null });
    expect(systemClock.now() - startedAt).toBeLessThan(10_000);
    await expect
      .poll(async () => (await controller.daemonStatus()).monitoredVms)
      .toStrictEqual(world.vms.map(({ name }) => name));
    for (const path of [world.paths.pidFile, world.paths.logFile, world.paths.socket, world.paths.database]) {
      expect([path, (await stat(path)).mode & 0o777]).toStrictEqual([path, 0o600]);
    }
    await expect(readFile(world.paths.pidFile, "utf8")).resolves.toBe(`${started.pid}\n`);
    await controller.stopDaemon();
    await expect(controller.daemonStatus()).resolves.toMatchObject({ running: false, pid: null });
    await expect(stat(world.paths.pidFile)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("of several starts at the same moment one leaves a daemon, time after time", async () => {
    verifies("LIFE-07");
    const world = await lifecycleWorld();
    const controller = await controllerOf(world);
    for (let round = 1; round <= 5; round += 1) {
      const tries = await Promise.allSettled(Array.from({ length: 4 }, () => controller.startDaemon()));
      const refused = tries.flatMap((one) => (one.status === "rejected" ? [(one.reason as SerializedError).code] : []));
      expect(refused).toStrictEqual(["DAEMON_RUNNING", "DAEMON_RUNNING", "DAEMON_RUNNING"]);
      const before = await controller.stopDaemon();
      expect(before.running).toBe(true);
      await expect(controller.daemonStatus()).resolves.toMatchObject({ running: false });
    }
  }, 60_000);

  test("takes a daemon that was killed for dead at once, and starts another", async () => {
    verifies("LIFE-07");
    const world = await lifecycleWorld();
    const controller = await controllerOf(world);
    const { pid } = await controller.startDaemon();
    process.kill(pid!, "SIGKILL");
    await expect.poll(async () => (await controller.daemonStatus()).running).toBe(false);
    const next = await controller.startDaemon();
    expect(next).toMatchObject({ running: true });
    expect(next.pid).not.toBe(pid);
  });

  test("is not deceived by a PID file that names another living process, and leaves that alone", async () => {
    verifies("LIFE-07");
    const world = await lifecycleWorld();
    const controller = await controllerOf(world);
    const stranger = spawn("sleep", ["60"]);
    onTestFinished(() => {
      stranger.kill();
    });
    await writeFile(world.paths.pidFile, `${stranger.pid}\n`, { mode: 0o600 });
    await expect(controller.daemonStatus()).resolves.toMatchObject({ running: false, pid: null });
    await expect(controller.stopDaemon()).resolves.toMatchObject({ running: false });
    expect(stranger.exitCode).toBeNull();
    await expect(controller.startDaemon()).resolves.toMatchObject({ running: true });
  });

  test("a daemon with checks and hooks in flight ends within two seconds of SIGTERM", async () => {
    verifies("LIFE-06");
    const world = await lifecycleWorld();
    const hooks = { on_failure: await world.hookScript("slow", "trap '' TERM; sleep 60") };
    await world.manager.enableMonitoring(world.vms[0]!, {
      ...QUICK,
      restartPolicy: "never",
      checkIntervalSeconds: 1,
      sshFailureThreshold: 1,
      hooks,
    });
    world.ssh[0]!.behave("refuses");
    const controller = await controllerOf(world);
    const { pid } = await controller.startDaemon();
    const failures = async (): Promise<number> => (await controller.daemonStatus()).report?.vms[0]?.failures ?? 0;
    await expect.poll(failures).toBeGreaterThan(0);
    world.ssh[0]!.behave("mute");
    const toldAt = systemClock.now();
    process.kill(pid!, "SIGTERM");
    await expect.poll(async () => (await controller.daemonStatus()).running, { interval: 20 }).toBe(false);
    // Twice what it needs: other suites run on the same machine.
    expect(systemClock.now() - toldAt).toBeLessThan(4_000);
  });

  test("does not talk to a socket that others could have made", async () => {
    const world = await lifecycleWorld();
    const controller = await controllerOf(world);
    await controller.startDaemon();
    await chmod(world.paths.socket, 0o666);
    await expect(new ControlClient(world.paths.socket).status()).rejects.toMatchObject({ code: "FILE_NOT_PRIVATE" });
    await chmod(world.paths.socket, 0o600);
  });

  test("where nothing can be written no daemon starts, and asking makes nothing", async () => {
    const world = await lifecycleWorld();
    const file = join(world.home, "file");
    await writeFile(file, "");
    const controller = new DaemonController({ paths: lifecyclePaths(join(file, "home")), launch: async () => {} });
    await expect(controller.daemonStatus()).resolves.toMatchObject({ running: false });
    await expect(takeDaemonLock(lifecyclePaths(join(file, "home")).lock)).rejects.toMatchObject({
      code: "LOCK_NOT_TAKEN",
    });
    await expect(controller.daemonStatus()).resolves.toMatchObject({ running: false });
  });

  test("says why a daemon does not start", async () => {
    const world = await lifecycleWorld();
    await writeFile(world.paths.socket, "not a socket");
    const controller = await controllerOf(world);
    await expect(controller.startDaemon()).rejects.toMatchObject({ code: "SOCKET_NOT_MADE" });
    await writeFile(lifecyclePaths(world.home).config, "nonsense");
    await expect(controller.startDaemon()).rejects.toMatchObject({ code: "INVALID_CONFIG" });
  });
});

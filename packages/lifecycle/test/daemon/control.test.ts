import { get } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { readdir, stat, writeFile } from "node:fs/promises";
import { verifies } from "@azlin/testing";
import { expect, test } from "vitest";
import { lifecycleWorld, QUICK } from "../support/lifecycle-world.ts";

test("the daemon answers on its socket how it is, in one request", async () => {
  verifies("LIFE-06", "LIFE-08");
  const world = await lifecycleWorld(2);
  for (const vm of world.vms) await world.manager.enableMonitoring(vm, QUICK);
  await world.start();
  const report = await world.client.status();
  expect(report).toMatchObject({ state: "running", pid: process.pid, problems: [], configError: null });
  expect(report?.vms.map(({ status }) => status)).toStrictEqual(["healthy", "healthy"]);
});

test("nobody answers where no daemon runs", async () => {
  const world = await lifecycleWorld();
  await expect(world.client.status()).resolves.toBeUndefined();
  await expect(world.client.announce(world.vms[0]!.id, "on_stop")).resolves.toBe(false);
});

test("its socket is its owner's alone, and nothing else is left beside it", async () => {
  verifies("LIFE-06");
  const world = await lifecycleWorld();
  await world.manager.enableMonitoring(world.vms[0]!, QUICK);
  await world.start();
  expect((await stat(world.paths.socket)).mode & 0o777).toBe(0o600);
  expect((await readdir(world.home)).filter((name) => name.startsWith("."))).toStrictEqual([]);
});

test("a VM that is not monitored cannot be explained", async () => {
  const world = await lifecycleWorld();
  await world.manager.enableMonitoring(world.vms[0]!, QUICK);
  await world.start();
  await expect(world.client.explain("/subscriptions/s/x")).rejects.toMatchObject({ code: "VM_NOT_MONITORED" });
});

test("it reads its configuration when told to, and ends when told to", async () => {
  verifies("LIFE-06");
  const world = await lifecycleWorld(2);
  await world.manager.enableMonitoring(world.vms[0]!, QUICK);
  const { daemon } = await world.start();
  await world.manager.enableMonitoring(world.vms[1]!, QUICK);
  const reloaded = await world.client.reload();
  expect(reloaded?.vms).toHaveLength(2);
  await world.client.stop();
  await expect.poll(() => daemon.state).toBe("stopped");
});

test("its metrics are there as Prometheus reads them, on the socket and on a port of the loopback", async () => {
  verifies("LIFE-10");
  const port = await freePort();
  const world = await lifecycleWorld();
  await writeFile(world.paths.config, `[daemon]\nmetrics_port = ${port}\n`);
  await world.manager.enableMonitoring(world.vms[0]!, { ...QUICK, sshFailureThreshold: 1 });
  const daemon = await world.start();
  world.ssh[0]!.behave("refuses");
  await daemon.check();
  const text = await world.client.metrics();
  expect(text).toContain('azlin_lifecycle_vms{status="unhealthy"');
  expect(text).toMatch(/azlin_lifecycle_checks_total\{status="healthy"[^}]*\} 1\b/);
  expect(text).toMatch(/azlin_lifecycle_heals_total\{action="restart",outcome="done"[^}]*\} 1\b/);
  await expect(fetched(`http://127.0.0.1:${port}/metrics`)).resolves.toContain("azlin_lifecycle_checks_total");
  await expect(fetched(`http://127.0.0.1:${port}/status`)).resolves.toContain("UNKNOWN_REQUEST");
});

test("a restart of the daemon forgets neither the heals nor the history", async () => {
  verifies("LIFE-10");
  const world = await lifecycleWorld();
  await world.manager.enableMonitoring(world.vms[0]!, { ...QUICK, sshFailureThreshold: 1 });
  const first = await world.start();
  world.ssh[0]!.behave("refuses");
  await first.check();
  await first.stop();
  const second = await world.start();
  const explained = second.daemon.explain(world.vms[0]!.id);
  expect(explained).toMatchObject({ heals: 1, actions: [{ outcome: "done" }] });
  expect(explained.spans.map(({ status }) => status)).toContain("healthy");
});

function fetched(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.once("end", () => resolve(text));
    }).once("error", reject);
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  return port;
}

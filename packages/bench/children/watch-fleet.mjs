import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { ManualClock, systemClock } from "@azlin/core";
import { HealthMonitor } from "@azlin/health";
import { LifecycleDaemon, lifecyclePaths } from "@azlin/lifecycle";
import { emulatorTransport } from "@azlin/transports";

// Watches every VM of a local Azure as one daemon does. All are reached at one port, where a banner is shown.
const [mode, url, port, vmCount] = process.argv.slice(2);
const INTERVAL_SECONDS = 60;
const home = await mkdtemp(join(tmpdir(), "azlin-bench-"));
const paths = lifecyclePaths(home);
const transport = emulatorTransport({ url });
const clock = mode === "virtual" ? new ManualClock() : systemClock;
const vms = await listVms();
if (vms.length !== Number(vmCount)) throw new Error(`${vms.length} VMs`);
await writeFile(
  paths.config,
  vms.map(({ id }) => `[vms."${id}"]\ncheck_interval_seconds = ${INTERVAL_SECONDS}\n`).join("\n"),
);

const end = new AbortController();
const daemon = new LifecycleDaemon({
  paths,
  transport,
  clock,
  monitor: new HealthMonitor({ transport, clock }),
  listVms: () => Promise.resolve(vms),
});
let ready;
const isReady = new Promise((resolve) => (ready = resolve));
const ended = daemon.run({ signal: end.signal, onReady: () => ready() });
await isReady;
const figures = mode === "virtual" ? await virtualMinutes(30) : await realSeconds(Number(process.argv[6]));
const healthy = daemon.getStatus().vms.filter(({ status }) => status === "healthy").length;
end.abort();
await ended;
await rm(home, { recursive: true, force: true });
process.stdout.write(`${JSON.stringify({ healthy, ...figures })}\n`);
process.exit(0);

/** What the daemon takes once its checks are spread over an interval. */
async function realSeconds(seconds) {
  await sleep((INTERVAL_SECONDS + 2) * 1_000);
  await fetch(`${url}/_emulator/requests`, { method: "DELETE" });
  const before = { cpu: process.cpuUsage(), at: performance.now(), checks: daemon.getStatus().lateness.checks };
  await sleep(seconds * 1_000);
  const { user, system } = process.cpuUsage(before.cpu);
  const { lateness } = daemon.getStatus();
  return {
    lateness,
    // The daemon counts its latest checks only: from 10,000 on nothing can be told.
    checksPerMinute: lateness.checks < 10_000 ? ((lateness.checks - before.checks) / seconds) * 60 : null,
    cpuShare: (user + system) / 1_000 / (performance.now() - before.at),
    rssMb: process.memoryUsage().rss / 2 ** 20,
    minutes: seconds / 60,
  };
}

/** Memory after each five minutes, while time passes as fast as the checks can be made. */
async function virtualMinutes(minutes) {
  const heapMb = [];
  for (let second = 1; second <= minutes * 60; second += 1) {
    await clock.advance(1_000);
    await sleep(8);
    if (second % 300 !== 0) continue;
    globalThis.gc();
    heapMb.push(process.memoryUsage().heapUsed / 2 ** 20);
  }
  return { heapMb };
}

async function listVms() {
  const { resources } = await (await fetch(`${url}/_emulator/state`)).json();
  return resources
    .map(({ body }) => body)
    .filter(({ type }) => type.toLowerCase() === "microsoft.compute/virtualmachines")
    .map(({ id, name, tags }) => ({
      id,
      name,
      tags: { ...tags, "azlin-ssh-port": port },
      publicIp: "127.0.0.1",
      privateIp: null,
    }));
}

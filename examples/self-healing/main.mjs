// A healer in a Node application: it watches a VM, restarts it by a policy of its own, and alerts somebody by a script.
// Here on a local Azure in this process, whose VMs one can break; for the real one replace two lines:
//   import { sdkTransport } from "@azlin/transports";
//   const transport = sdkTransport({ subscriptionIds: ["<yours>"] });
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createEmulator } from "@azlin/emulator";
import { HealthMonitor } from "@azlin/health";
import { LifecycleDaemon, lifecyclePaths, LifecycleManager } from "@azlin/lifecycle";

const emulator = createEmulator({ guests: true });
emulator.seed({ fleet: { vms: 1 } });
const transport = emulator.transport();
const home = await mkdtemp(join(tmpdir(), "azlin-example-"));
const paths = lifecyclePaths(home);
const end = new AbortController();

/** The VMs as your inventory knows them: id, name, tags and addresses. */
async function listVms() {
  await emulator.settled();
  return [...emulator.world.store.ofType("Microsoft.Compute/virtualMachines")].map(({ body }) => ({
    id: body.id,
    name: body.name,
    tags: body.tags,
    publicIp: "127.0.0.1",
    privateIp: null,
  }));
}

try {
  const [vm] = await listVms();
  const alert = join(import.meta.dirname, "alert.sh");
  await new LifecycleManager(paths.config).enableMonitoring(vm, {
    checkIntervalSeconds: 1,
    restartPolicy: "on-failure",
    startupGraceSeconds: 0,
    hooks: { on_failure: alert, on_restart: alert, on_healthy: alert },
  });
  const daemon = new LifecycleDaemon({
    paths,
    transport,
    listVms,
    monitor: new HealthMonitor({ transport }),
    // A policy of your own: one heal in an hour, then somebody has to look.
    healing: { budgets: [{ count: 1, windowMs: 3_600_000 }], backoff: { baseMs: 0, maxMs: 0 } },
    hooks: { env: { ...process.env, AZLIN_HOME: home } },
  });
  const ended = daemon.run({ signal: end.signal });
  const explain = async (isSo, what) => {
    for (let tries = 0; tries < 200; tries += 1, await sleep(100)) {
      const explained = daemon.state === "running" && daemon.getStatus().vms.length > 0 && daemon.explain(vm.id);
      if (explained && isSo(explained)) return explained;
    }
    throw new Error(`The VM is not ${what}.`);
  };

  await explain(({ status }) => status === "healthy", "healthy");
  console.log(`${vm.name} is healthy`);
  await breakSsh(vm);
  const healed = await explain(({ actions }) => actions[0]?.outcome === "done", "healed");
  console.log(`${vm.name}: ${healed.actions[0].reason}`);
  await explain(({ status }) => status === "healthy", "healthy again");

  await breakSsh(vm);
  const spent = await explain(({ decision }) => decision?.isAlarm === true, "in alarm");
  console.log(`${vm.name}: ${spent.decision.reason}`);
  assert.equal(spent.actions.length, 1);

  end.abort();
  await ended;
  const alerts = await readFile(join(home, "alerts.txt"), "utf8");
  console.log(alerts.trimEnd());
  assert.match(alerts, /on_failure \(failures: 3\)/);
  assert.match(alerts, /on_healthy/);
} finally {
  end.abort();
  await emulator.stop();
  await rm(home, { recursive: true, force: true });
}

/** What nobody asked Azure for: the VM's SSH server stops answering. */
async function breakSsh({ id }) {
  const url = `http://127.0.0.1/_emulator/vms${id}/sshDown`;
  const { ok } = await emulator.fetch(new Request(url, { method: "POST", body: "{}" }));
  assert.ok(ok);
}

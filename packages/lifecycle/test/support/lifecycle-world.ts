import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ManualClock, recordingLogger, seededRandom, type RecordingLogger } from "@azlin/core";
import { createEmulator, type Emulator } from "@azlin/emulator";
import { HealthMonitor, type MonitoredVm } from "@azlin/health";
import { expect, onTestFinished } from "vitest";
import {
  ControlClient,
  LifecycleDaemon,
  LifecycleManager,
  lifecyclePaths,
  type LifecycleDaemonOptions,
  type LifecyclePaths,
  type MonitoringConfig,
  type VmReport,
} from "../../src/index.ts";
import { sshPort, type SshPort } from "./ssh-port.ts";

/** A local Azure with VMs, an azlin home, and a daemon on a clock that the test moves. */
export interface LifecycleWorld {
  readonly emulator: Emulator;
  readonly clock: ManualClock;
  readonly home: string;
  readonly paths: LifecyclePaths;
  readonly manager: LifecycleManager;
  readonly log: RecordingLogger;
  /** The VMs by number. */
  readonly vms: readonly MonitoredVm[];
  /** The SSH servers of the VMs, in the same order. */
  readonly ssh: readonly SshPort[];
  /** Makes a daemon that is not started yet. */
  daemon(options?: Partial<LifecycleDaemonOptions>): LifecycleDaemon;
  /** Starts a daemon and waits until it has checked all VMs of the configuration once. It ends with the test. */
  start(options?: Partial<LifecycleDaemonOptions>): Promise<RunningDaemon>;
  /** Writes a script that appends the event it was run for to a file; answers its path. */
  hookScript(name: string, body?: string): Promise<string>;
  /** What hook scripts have written, line by line. */
  hookLines(): Promise<readonly string[]>;
  /** Asks the daemon on its socket. */
  readonly client: ControlClient;
  /** Puts tags on a VM as a list tells them, and as Azure knows them. */
  tag(vm: number, tags: Readonly<Record<string, string>>): void;
  /** Sends a request to Azure and waits until what it began has ended. */
  azure(method: string, path: string, body?: object): Promise<void>;
  /** Restarts and starts that Azure was asked for. */
  heals(): readonly string[];
}

/** A daemon that runs. */
export interface RunningDaemon {
  readonly daemon: LifecycleDaemon;
  /** Ends it and waits until it has. */
  stop(): Promise<void>;
  /** Moves time to the next check of every VM and waits until it was made. */
  check(): Promise<void>;
  /** What it says of a VM. */
  report(vm?: number): VmReport;
}

/** Settings that are quick to test with: a minute between two checks, and no grace. */
export const QUICK: Partial<MonitoringConfig> = { restartPolicy: "on-failure", startupGraceSeconds: 0 };

const CHECK_MS = 66_001;

/** Scripts are real: a test that moves its clock by hours must not have them taken for slow ones. */
const HOOK_TIMEOUT_MS = 86_400_000;

/** Makes a world with so many running VMs; everything ends with the test. */
export async function lifecycleWorld(count: number = 1): Promise<LifecycleWorld> {
  const home = await mkdtemp(join(tmpdir(), "azlin-life-"));
  const emulator = createEmulator({ seed: 1 });
  onTestFinished(async () => {
    await emulator.stop();
    await rm(home, { recursive: true, force: true });
  });
  emulator.seed({ fleet: { vms: count } });
  const ssh = await Promise.all(Array.from({ length: count }, sshPort));
  const vms: MonitoredVm[] = vmsOf(emulator, ssh);
  const paths = lifecyclePaths(home);
  const clock = new ManualClock();
  const log = recordingLogger();
  const output = join(home, "hook-output");
  const daemon = (options: Partial<LifecycleDaemonOptions> = {}): LifecycleDaemon => {
    const transport = emulator.transport();
    const monitor = new HealthMonitor({ transport, clock, random: seededRandom(1) });
    const listVms = (): Promise<readonly MonitoredVm[]> => Promise.resolve(vms);
    return new LifecycleDaemon({
      paths,
      transport,
      monitor,
      listVms,
      clock,
      random: seededRandom(1),
      logger: log,
      hooks: { timeoutMs: HOOK_TIMEOUT_MS },
      ...options,
    });
  };
  return {
    emulator,
    clock,
    home,
    paths,
    log,
    vms,
    ssh,
    daemon,
    manager: new LifecycleManager(paths.config),
    start: (options) => startDaemon(daemon(options), clock),
    hookScript: async (name, body = `echo "$AZLIN_EVENT_TYPE $AZLIN_VM_NAME $AZLIN_FAILURE_COUNT" >> ${output}`) => {
      const path = join(home, name);
      await writeFile(path, `#!/bin/sh\n${body}\n`);
      await chmod(path, 0o755);
      return path;
    },
    hookLines: async () => (await readFile(output, "utf8").catch(() => "")).split("\n").filter(Boolean),
    client: new ControlClient(paths.socket),
    tag: (vm, tags) => {
      vms[vm] = { ...vms[vm]!, tags: { ...vms[vm]!.tags, ...tags } };
    },
    azure: (method, path, body) => ask(emulator, method, { path, body }),
    heals: () => healsOf(emulator),
  };
}

async function startDaemon(daemon: LifecycleDaemon, clock: ManualClock): Promise<RunningDaemon> {
  const end = new AbortController();
  const ended = daemon.run({ signal: end.signal });
  const stop = async (): Promise<void> => {
    end.abort();
    // It gives what is under way a second of its own time.
    await expect.poll(() => clock.advance(100).then(() => daemon.state), { interval: 5 }).toBe("stopped");
    await ended;
  };
  onTestFinished(stop);
  await expect
    .poll(() => clock.advance(10).then(() => daemon.state === "running" && isChecked(daemon, 0)), { interval: 5 })
    .toBe(true);
  return {
    daemon,
    stop,
    check: async () => {
      const sinceMs = clock.now();
      await clock.advance(CHECK_MS);
      await expect.poll(() => isChecked(daemon, sinceMs + 1), { interval: 5 }).toBe(true);
      await expect.poll(() => isIdle(daemon), { interval: 5 }).toBe(true);
    },
    report: (vm = 0) => daemon.getStatus().vms[vm]!,
  };
}

function isChecked(daemon: LifecycleDaemon, sinceMs: number): boolean {
  const { vms } = daemon.getStatus();
  return vms.length > 0 && vms.every(({ lastCheckAtMs }) => lastCheckAtMs !== null && lastCheckAtMs >= sinceMs);
}

/** Whether every heal that was decided has come to its end. */
function isIdle(daemon: LifecycleDaemon): boolean {
  return daemon
    .getStatus()
    .vms.every(
      ({ vmId, decision }) => decision?.action === "none" || daemon.explain(vmId).actions[0]?.outcome !== null,
    );
}

function vmsOf(emulator: Emulator, ssh: readonly SshPort[]): MonitoredVm[] {
  return [...emulator.world.store.ofType("Microsoft.Compute/virtualMachines")].map(({ body }, index) => ({
    id: body.id,
    name: body.name,
    tags: { ...body.tags, "azlin-ssh-port": String(ssh[index]!.port) },
    publicIp: "127.0.0.1",
    privateIp: null,
  }));
}

/** Lets something happen to a VM that nobody asked Azure for. */
export async function nature(emulator: Emulator, vm: Pick<MonitoredVm, "id">, act: string): Promise<void> {
  await send(emulator, new Request(`http://127.0.0.1/_emulator/vms${vm.id}/${act}`, { method: "POST", body: "{}" }));
}

async function ask(
  emulator: Emulator,
  method: string,
  { path, body }: { readonly path: string; readonly body: object | undefined },
): Promise<void> {
  const { credential } = emulator.transport();
  const token = await credential.getToken("https://management.azure.com/.default");
  const headers = { authorization: `Bearer ${token!.token}`, "content-type": "application/json" };
  const url = `https://management.azure.com${path}?api-version=2024-07-01`;
  await send(emulator, new Request(url, { method, headers, ...(body && { body: JSON.stringify(body) }) }));
}

async function send(emulator: Emulator, request: Request): Promise<void> {
  const response = await emulator.fetch(request);
  if (!response.ok) throw new Error(await response.text());
  await emulator.settled();
}

function healsOf(emulator: Emulator): string[] {
  return emulator.journal
    .since(0)
    .filter(({ method, path }) => method === "POST" && /\/virtualMachines\/[^/]+\/(?:restart|start)$/i.test(path))
    .map(({ path }) => path.split("/").slice(-2).join(" "));
}

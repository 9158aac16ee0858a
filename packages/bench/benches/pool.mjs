import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator } from "@azlin/emulator";
import { createSshKeyPair, KnownHosts, SshConnections, sshTarget } from "@azlin/ssh";
import {
  applyProvision,
  planProvision,
  poolNames,
  readFleetVm,
  readProvisionFacts,
  setUpVm,
  vmAzure,
} from "@azlin/vms";
import { timed } from "../measure/in-turn.mjs";
import { atMost, exactly, median, rounded } from "../measure/statistics.mjs";
import { inVirtualTime } from "../measure/virtual-time.mjs";

const POOL = 10;
const SEEDS = [1, 2, 3];

/**
 * New VMs until each can be used, on latencies recorded from Azure and guests that boot and let us in, in virtual time:
 * a pool beside a single VM. Each operation takes its recorded median, as ten draws would else be compared with one;
 * `drawn` is with draws.
 */
export async function run() {
  const directory = await mkdtemp(join(tmpdir(), "azlin-bench-"));
  try {
    return await compare(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function compare(directory) {
  const key = createSshKeyPair("bench");
  const keyPath = join(directory, "key");
  await writeFile(keyPath, key.privateKey, { mode: 0o600 });
  const provision = (options) => provisioned({ key, keyPath, ...options });
  const one = await provision({ count: 1, seed: 1, isDrawn: false });
  let pool;
  const realMs = await timed(async () => (pool = await provision({ count: POOL, seed: 1, isDrawn: false })));
  const drawn = { one: [], pool: [] };
  for (const seed of SEEDS) {
    drawn.one.push((await provision({ count: 1, seed, isDrawn: true })).ms);
    drawn.pool.push((await provision({ count: POOL, seed, isDrawn: true })).ms);
  }
  return {
    targets: { poolToOne: atMost(pool.ms / one.ms, 1.1), ready: exactly(one.ready + pool.ready, 1 + POOL) },
    figures: {
      oneSeconds: rounded(one.ms / 1_000),
      poolSeconds: rounded(pool.ms / 1_000),
      poolRealMs: Math.round(realMs),
      drawnOneSeconds: rounded(median(drawn.one) / 1_000),
      drawnPoolSeconds: rounded(median(drawn.pool) / 1_000),
    },
  };
}

/** Creates so many VMs in an Azure of their own and sets them up side by side. */
async function provisioned({ key, keyPath, count, seed, isDrawn }) {
  const home = await mkdtemp(`${keyPath}-`);
  const emulator = createEmulator({ seed, clock: "virtual", guests: true });
  emulator.configure({ latency: { profile: "recorded", scale: 1 } });
  if (!isDrawn) takeMedians(emulator.world.latency);
  const { clock } = emulator;
  const { transport, shell, isBusy } = watched(emulator.transport(), { home, keyPath });
  try {
    const azure = vmAzure({ transport, clock });
    const plan = await planOf(azure, { key, count });
    const { ms, value } = await inVirtualTime(emulator, isBusy, () => createAll(azure, plan, { shell, clock }));
    return { ms, ready: value.filter(({ state }) => state === "ready").length };
  } finally {
    await shell.close();
    await emulator.stop();
  }
}

async function planOf(azure, { key, count }) {
  const request = {
    subscriptionId: azure.transport.subscriptionIds[0],
    resourceGroup: "pool",
    names: poolNames("vm", count),
    location: "westus2",
    size: "Standard_B1s",
    adminUsername: "azureuser",
    sshPublicKey: key.publicKey,
    created: new Date(),
  };
  return planProvision(request, await readProvisionFacts(azure, request));
}

async function createAll(azure, plan, { shell, clock }) {
  const following = [];
  const follow = async (id) => {
    const vm = await readFleetVm(azure, id);
    const target = sshTarget(vm, { guestHost: azure.transport.cloud.guestHost });
    return setUpVm({ shell, target, size: vm.size, clock });
  };
  const { outcomes } = await applyProvision(azure, plan, { onCreated: ({ id }) => following.push(follow(id)) });
  for (const { error } of outcomes) if (error !== undefined) throw error;
  return Promise.all(following);
}

/** A transport and a shell that say whether something is on its way through them. */
function watched(transport, { home, keyPath }) {
  let underWay = 0;
  const watch = async (work) => {
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
    }
  };
  const { httpClient } = transport;
  const connections = new SshConnections({ knownHosts: new KnownHosts(home), keyPath });
  return {
    transport: { ...transport, httpClient: { sendRequest: (request) => watch(() => httpClient.sendRequest(request)) } },
    shell: { exec: (...args) => watch(() => connections.exec(...args)), close: () => connections.close() },
    isBusy: () => underWay > 0,
  };
}

/** Lets each kind of operation take the median of what it was seen to take. */
function takeMedians(latency) {
  const draw = latency.durationOf.bind(latency);
  const known = new Map();
  latency.durationOf = (verb, type) => {
    const key = `${verb} ${type}`;
    if (!known.has(key)) known.set(key, median(Array.from({ length: 501 }, () => draw(verb, type))));
    return known.get(key);
  };
}

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { azlin, runChild, runProgram } from "../measure/child.mjs";
import { inTurn, medians } from "../measure/in-turn.mjs";
import { emptyJournal, journalOf } from "../measure/local-server.mjs";
import { atLeast, atMost, exactly, rounded } from "../measure/statistics.mjs";

const VMS = 50;
const ROUNDS = 15;
const AZ_ROUNDS = 3;

/** The whole process `azlin list`, beside the same requests by hand, and beside the real az. */
export async function run() {
  const home = await mkdtemp(join(tmpdir(), "azlin-bench-"));
  const env = { ...process.env, AZLIN_HOME: home, NO_COLOR: "1" };
  const runAzlin = (...args) => runProgram(process.execPath, [azlin, ...args], { env });
  try {
    await runAzlin("local", "start");
    await runAzlin("local", "seed", "--vms", String(VMS));
    return await compare(runAzlin, JSON.parse(await readFile(join(home, "local", "server.json"), "utf8")));
  } finally {
    await runAzlin("local", "stop");
    await rm(home, { recursive: true, force: true });
  }
}

async function compare(runAzlin, { url, azEnvironment }) {
  const list = () => runAzlin("--cloud", "local", "list", "-o", "json");
  const account = await (await fetch(`${url}/_emulator`)).json();
  const { tenantId, subscriptions } = account;
  const BENCH_ACCOUNT = JSON.stringify({ tenantId, subscriptionId: subscriptions[0].subscriptionId });
  const bare = () => runChild("bare-list", [url], { env: { ...process.env, BENCH_ACCOUNT } });
  const results = await inTurn({ azlin: list, bare }, { rounds: ROUNDS, warmups: 2 });
  const ms = medians(results, (result) => result.ms);
  await emptyJournal(url);
  const { stdout } = await list();
  const requests = await journalOf(url);
  const beside = await besideAz(list, azEnvironment);
  return {
    targets: {
      toBareScript: atMost(ms.azlin / ms.bare, 2),
      requests: atMost(requests.length, 4),
      vms: exactly(JSON.parse(stdout).length, VMS),
      ...beside.targets,
    },
    figures: {
      azlinMs: rounded(ms.azlin),
      bareScriptMs: rounded(ms.bare),
      ...beside.figures,
      asked: requests.map(({ method, path }) => `${method} ${path}`),
    },
  };
}

/** az takes seconds, so that a few rounds do. */
async function besideAz(list, azEnvironment) {
  const { AZLIN_AZ } = process.env;
  if (AZLIN_AZ === undefined || AZLIN_AZ === "") {
    process.stderr.write("SKIPPED: the comparison with the real az (set AZLIN_AZ to its path)\n");
    return { targets: {}, figures: { azMs: null } };
  }
  const env = { ...process.env, ...azEnvironment };
  const az = () => runProgram(AZLIN_AZ, ["vm", "list", "-d", "-o", "json"], { env });
  const ms = medians(await inTurn({ azlin: list, az }, { rounds: AZ_ROUNDS }), (result) => result.ms);
  return { targets: { timesFasterThanAz: atLeast(ms.az / ms.azlin, 10) }, figures: { azMs: rounded(ms.az) } };
}

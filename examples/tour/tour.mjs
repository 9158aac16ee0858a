// A walk through azlin on a local Azure of its own: nothing outside a temporary directory is touched.
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEPLOYMENT, OTHER_GROUP, resourcesOfAgent, RUN_GROUP, VAULT } from "./agent-run.mjs";
import { LocalAzure } from "./local-azure.mjs";
import { eventsOfRun, orchestrate } from "./orchestrator.mjs";
import { bold, comment, dim, table } from "./print.mjs";
import { LOCK, resourcesOfRun } from "./scenario-run.mjs";

const home = mkdtempSync(join(tmpdir(), "azlin-tour-"));
const azure = new LocalAzure(home);
const startedAt = performance.now();

async function main() {
  for (const chapter of [create, name, workOn, clone, heal, stop, migrate, runAgent, tellEvents, cleanUp, remove]) {
    await chapter();
  }

  comment("What each step cost, in requests to Azure:");
  table(azure.costs);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `\n${bold(`That was azlin, in ${seconds} s.`)} Go on with:  npx azlin --cloud local new   ·   docs/getting-started.md`,
  );
}

async function create() {
  comment("A local Azure starts in the background: no account, no network. The tour uses nothing else.");
  await azure.azlin("local start");

  comment("Three VMs in two resource groups. A plan first: quota and sizes are checked before anything is made.");
  await azure.azlin("new --name web --rg team-a --dry-run");
  await azure.azlin("new --name web --rg team-a --tools none");
  await azure.azlin("new --name worker --pool 2 --rg team-b --tools gh");
}

async function name() {
  comment("Session names live in the VMs' tags: every machine and every colleague sees the same ones.");
  await azure.azlin("session web frontend");
  await azure.azlin("session worker-01 jobs");
  await azure.azlin("list");

  comment("A name belongs to one VM. What is taken is refused, with the way out.");
  await azure.azlin("session worker-02 frontend", { exits: 1 });
}

async function workOn() {
  comment(
    "The local VMs are real enough to sign in to. A command goes to all of them, a file to one, a secret to none.",
  );
  await azure.azlin("-- hostname");
  mkdirSync(join(home, "project"));
  writeFileSync(join(home, "project", "build.sh"), "echo built on $(hostname)\n");
  writeFileSync(join(home, "project", ".env"), "TOKEN=secret\n");
  await azure.azlin(`cp -r ${join(home, "project")} jobs:`);
  await azure.azlin("connect jobs -- sh project/build.sh");
  await azure.azlin("env set jobs STAGE=tour");
  await azure.azlin("top --once");
}

async function clone() {
  comment("A clone has the files and an identity of its own; the snapshot it was made from is gone again.");
  await azure.azlin("clone jobs --session-prefix night");
  await azure.azlin("connect night -- sh project/build.sh");
  await azure.azlin("snapshot list");

  comment("A new key for every VM: it signs in everywhere before the old one goes.");
  await azure.azlin("keys rotate --yes");
  await azure.azlin("-- uptime");
  await azure.azlin("kill night --yes");
}

async function heal() {
  comment("A daemon checks VMs and heals those that fail; scripts of yours are told what happens.");
  const script = join(home, "hook.sh");
  const told = join(home, "hook-output");
  writeFileSync(script, `#!/bin/sh\necho "$AZLIN_EVENT_TYPE: $AZLIN_REASON" >> ${told}\n`, { mode: 0o755 });
  await azure.azlin("lifecycle enable jobs --interval 1 --restart-policy on-failure --grace 0");
  for (const event of ["on_failure", "on_restart", "on_healthy"]) {
    await azure.azlin(`lifecycle hook worker-01 ${event} ${script}`);
  }
  await azure.azlin("lifecycle daemon start");
  await azure.until("list", /Healthy/);
  await azure.azlin("list");

  comment("Its SSH server breaks: three failed checks, one restart, and it is well again.");
  await azure.azlin("local nature worker-01 ssh-down");
  await azure.until("lifecycle status worker-01", /Unhealthy/);
  await azure.until("lifecycle status worker-01", /Last Status: Healthy/);
  await azure.azlin("lifecycle explain worker-01");
  console.log(
    `${dim("  What the hooks were told:")}\n${readFileSync(told, "utf8").trimEnd().replaceAll(/^/gm, "  ")}\n`,
  );
  await azure.azlin("lifecycle daemon stop");
}

async function stop() {
  comment("Stopping deallocates, so that compute is no longer paid for.");
  await azure.azlin("stop frontend");
  await azure.azlin("status");
}

async function migrate() {
  comment("Sessions of an old configuration file move to tags; the file is copied first.");
  await azure.azlin("session worker-02 --clear");
  appendFileSync(join(home, "config.toml"), '[session_names]\nworker-02 = "nightly"\n');
  await azure.azlin("migrate-sessions");
  await azure.azlin("list");
}

async function runAgent() {
  comment("An agent gets an identity for its run: a role in the run's groups, and a secret that only the vault knows.");
  await azure.seed(resourcesOfAgent());
  await azure.azlin(`sp create web-shop --run run-7 --role Reader --credential secret --vault ${VAULT} --hours 1`);
  const { spName, secretName, statusOf } = await azure.signInAs("AzureHayMaker-web-shop", VAULT);
  const [own, other] = [await statusOf(RUN_GROUP), await statusOf(OTHER_GROUP)];
  if (own !== 200 || other !== 403) throw new Error(`The identity reads its group: ${own}; another one: ${other}.`);
  console.log(dim(`  As that identity: its own group answers ${own}, another one ${other}.\n`));

  comment("The agent runs as a job in Container Apps, which gets the secret from the vault; nobody types it.");
  const secret = `--secret CLIENT_SECRET=https://${VAULT}.vault.azure.net/secrets/${secretName}`;
  const script = "'echo looking at the shop; echo done'";
  await azure.azlin(`containers deploy web-shop --run run-7 ${DEPLOYMENT} ${secret} -- sh -c ${script}`);
  const job = await azure.nameOf("Microsoft.App/jobs");
  await azure.azlin(`containers status ${job} --rg run-7`);
  await azure.azlin(`containers logs ${job} --rg run-7`);

  comment("It all goes again: roles, application and secret, out of the bins, too. And it is looked whether it has.");
  await azure.azlin(`containers delete ${job} --rg run-7 --yes`);
  await azure.azlin(`containers status ${job} --rg run-7`, { exits: 1 });
  await azure.azlin(`sp delete ${spName} --yes`);
  await azure.azlin(`sp verify ${spName}`);
}

async function tellEvents() {
  comment("Agents tell what they do by events. A namespace with a topic and a subscription for the orchestrator:");
  await azure.azlin("events setup --namespace haymaker");
  const path = join(home, "events.jsonl");
  const events = eventsOfRun(RUN_GROUP, OTHER_GROUP);
  writeFileSync(path, events.map((event) => JSON.stringify(event)).join("\n"));
  await azure.azlin(`events publish ${path} --namespace haymaker`);
  await azure.azlin("events tail --namespace haymaker");

  comment("The orchestrator takes them. One is about a group that is not the run's: it is kept, with the reason.");
  const connection = azure.serviceBus("haymaker");
  told(await orchestrate(connection, { groups: [RUN_GROUP], count: 3 }), { handled: 2, deadLettered: 1 });
  await azure.azlin("events stats --namespace haymaker");
  await azure.azlin("events dlq list --namespace haymaker");

  comment("The orchestrator learns of that group, and the event comes back to it.");
  await azure.azlin("events dlq replay --namespace haymaker --reason HandlerRefused --yes");
  told(await orchestrate(connection, { groups: [RUN_GROUP, OTHER_GROUP], count: 1 }), { handled: 1, deadLettered: 0 });
  await azure.azlin("events stats --namespace haymaker");
}

function told(counts, expected) {
  const text = `handled ${counts.handled}, refused ${counts.deadLettered}`;
  console.log(dim(`  The orchestrator: ${text}.\n`));
  if (JSON.stringify(counts) !== JSON.stringify(expected)) throw new Error(`The orchestrator has ${text}.`);
}

async function cleanUp() {
  const left = resourcesOfRun();
  comment(`A run of some scenario has left ${left.length} resources in three groups. Somebody has locked one of them.`);
  await azure.seed([...left, LOCK]);
  const plan = join(home, "run-42.json");
  await azure.azlin(`cleanup plan run-42 --out ${plan}`);

  comment("What is locked stays, and so the proof fails. Then the lock is gone: plan again, apply, prove.");
  await azure.azlin(`cleanup apply ${plan} --yes --purge --spacing 1`, { exits: 1 });
  await azure.unseed(LOCK.id);
  await azure.azlin(`cleanup plan run-42 --out ${plan}`);
  await azure.azlin(`cleanup apply ${plan} --yes --purge --spacing 1`);
  await azure.azlin("cleanup verify run-42 --spacing 1");
}

async function remove() {
  comment("Deleting a VM takes its interface, address, disk and security group along.");
  await azure.azlin("kill frontend --yes");
  const left = await azure.resourcesNamed("web");
  if (left.length > 0) throw new Error(`Left behind: ${left.join(", ")}`);
  console.log(dim("  Asked Azure for everything named after the VM: nothing is left.\n"));
}

let failed = false;
process.on("SIGINT", () => {
  void azure.end().then(() => process.exit(130));
});
try {
  await main();
} catch (error) {
  failed = true;
  console.error(`\nThe tour failed: ${error.message}`);
} finally {
  await azure.end();
  rmSync(home, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Emulator } from "@azlin/emulator";
import { createServicePrincipal, identityAzure, verifySpDeleted } from "@azlin/sp-manager";
import { verifies } from "@azlin/testing";
import { expect, test } from "vitest";
import { testCli, type TestCli } from "../../run-cli.ts";

const GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/run";
const TAGS = { "AzureHayMaker-managed": "true", RunId: "run-42" };
const DISK = `${GROUP}/providers/Microsoft.Compute/disks/results`;
const NIC = `${GROUP}/providers/Microsoft.Network/networkInterfaces/nic`;
const IP = `${GROUP}/providers/Microsoft.Network/publicIPAddresses/ip`;

function seedRun(emulator: Emulator): void {
  const made = (id: string, properties: object = {}, sku?: object): Parameters<Emulator["seed"]>[0] => ({
    id,
    body: { location: "westus2", tags: TAGS, properties: { provisioningState: "Succeeded", ...properties }, ...sku },
  });
  emulator.seed(made(GROUP));
  emulator.seed(made(IP, {}, { sku: { name: "Standard" } }));
  emulator.seed(made(NIC, { ipConfigurations: [{ name: "a", properties: { publicIPAddress: { id: IP } } }] }));
  emulator.seed(made(DISK, { diskSizeGB: 128 }, { sku: { name: "Premium_LRS" } }));
}

function lock(emulator: Emulator): void {
  emulator.seed({
    id: `${DISK}/providers/Microsoft.Authorization/locks/keep`,
    body: { properties: { level: "CanNotDelete" } },
  });
}

async function cliWithRun(): Promise<TestCli> {
  const cli = await testCli();
  seedRun(cli.emulator);
  return cli;
}

test("plan shows what a run left as a tree, with what it costs, and deletes nothing", async () => {
  verifies("CLEAN-06", "CLEAN-07");
  const cli = await cliWithRun();
  expect(await cli.run("cleanup plan run-42")).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "",
      "stdout": "run (subscription 00000000-0000-4000-8000-000000000001)
    └─ delete: run (resource group): It carries the tags of run 'run-42'. [$23.36 a month, its data goes for good]
       ├─ delete: results (disks) [$19.71 a month, its data goes for good]
       ├─ delete: nic (networkInterfaces)
       └─ delete: ip (publicIPAddresses) [$3.65 a month]

    4 resources to delete, which frees about $23.36 a month.
    ",
    }
  `);
  expect([...cli.emulator.world.store.below(GROUP)]).toHaveLength(3);
});

test("plan says what stays, and what keeps it", async () => {
  verifies("CLEAN-07");
  const cli = await cliWithRun();
  lock(cli.emulator);
  const { stdout } = await cli.run("cleanup plan run-42");
  expect(stdout).toContain("stays: results (disks): The lock 'keep' on it keeps it.");
  expect(stdout).toContain("stays: run (resource group): The lock 'keep' on 'results' keeps it.");
});

test("plan as a Mermaid graph has an arrow from what goes first to what waits", async () => {
  verifies("CLEAN-07");
  const cli = await cliWithRun();
  lock(cli.emulator);
  const { stdout } = await cli.run("cleanup plan run-42 --graph");
  expect(stdout).toMatch(/^graph TD\n/);
  expect(stdout).toMatch(/ {2}n\d --> n\d\n/);
  expect(stdout).toMatch(/ {2}class n\d.* kept\n/);
});

test("apply carries the plan out, proves that nothing is left, and keeps a journal", async () => {
  verifies("CLEAN-07");
  const cli = await cliWithRun();
  const plan = join(cli.home, "plan.json");
  await cli.run(["cleanup", "plan", "run-42", "--out", plan]);
  expect((await stat(plan)).mode & 0o777).toBe(0o600);
  const { hash } = JSON.parse(await readFile(plan, "utf8")) as { hash: string };
  const applied = await cli.run(["cleanup", "apply", plan, "--yes", "--spacing", "0"]);
  expect(applied).toMatchObject({ exitCode: 0 });
  expect(applied.stdout).toBe("Deleted 4 of 4 resources.\nStatus: force_deletion_complete\n");
  expect(await readFile(`${plan}.${hash.slice(0, 8)}.journal`, "utf8")).toContain('"outcome":"deleted"');
  expect((await cli.run("cleanup verify run-42 --spacing 0")).stdout).toBe("Status: verified\n");
});

test("apply takes the identities of the run away last, when that is asked for", async () => {
  verifies("CLEAN-05", "CLEAN-07");
  const cli = await cliWithRun();
  const plan = join(cli.home, "plan.json");
  await cli.run(["cleanup", "plan", "run-42", "--out", plan]);
  const azure = identityAzure({ transport: cli.emulator.transport() });
  const { spName } = await createServicePrincipal(azure, {
    scenarioName: "web-shop",
    runId: "run-42",
    subscriptionId: cli.emulator.transport().subscriptionIds[0]!,
    roles: ["Reader"],
    credential: { kind: "federated", issuer: "https://issuer.example", subject: "run" },
  });
  const words = ["cleanup", "apply", plan, "--yes", "--spacing", "0", "--identities"];
  expect((await cli.run([...words.slice(0, 3), "--identities", "--dry-run"])).stdout).toContain(spName);
  expect((await cli.run(words)).stdout).toContain(`Removed the identity ${spName}.`);
  expect(await verifySpDeleted(azure, spName)).toBe(true);
});

test("what a lock keeps makes apply fail, and the proof names it", async () => {
  verifies("CLEAN-07");
  const cli = await cliWithRun();
  lock(cli.emulator);
  const plan = join(cli.home, "plan.json");
  await cli.run(["cleanup", "plan", "run-42", "--out", plan]);
  const applied = await cli.run(["cleanup", "apply", plan, "--yes", "--spacing", "0"]);
  expect(applied.exitCode).toBe(1);
  expect(applied.stdout).toContain("✗ results: blocked. The lock 'keep' on it keeps it.");
  expect(applied.stdout).toContain("Status: partial_failure.");
  expect(await cli.run("cleanup verify run-42 --spacing 0")).toMatchObject({ exitCode: 1 });
});

test("apply asks for the number of resources, to be typed, and takes no other answer", async () => {
  verifies("CLEAN-06");
  const cli = await cliWithRun();
  const plan = join(cli.home, "plan.json");
  await cli.run(["cleanup", "plan", "run-42", "--out", plan]);
  const words = ["cleanup", "apply", plan, "--spacing", "0"];
  expect((await cli.run(words)).exitCode).toBe(2);
  expect((await cli.run(words, { types: "y\n" })).stdout).toBe("Cancelled.\n");
  expect((await cli.run(words, { types: "4\n" })).stdout).toContain("Deleted 4 of 4 resources.");
});

test("a plan that somebody has changed is refused, and one that deletes more than allowed", async () => {
  verifies("CLEAN-06");
  const cli = await cliWithRun();
  const plan = join(cli.home, "plan.json");
  await cli.run(["cleanup", "plan", "run-42", "--out", plan]);
  expect((await cli.run(["cleanup", "apply", plan, "--yes", "--max-count", "3"])).stderr).toContain("4");
  await writeFile(plan, (await readFile(plan, "utf8")).replace("results", "other"));
  expect(await cli.run(["cleanup", "apply", plan, "--yes"])).toMatchObject({ exitCode: 2 });
  expect([...cli.emulator.world.store.below(GROUP)]).toHaveLength(3);
});

test("sweep finds applications of runs in the directory's bin, and removes them for good when told to", async () => {
  verifies("CLEAN-06");
  const cli = await cliWithRun();
  const azure = identityAzure({ transport: cli.emulator.transport(), clock: cli.emulator.clock });
  const { applicationObjectId, spName } = await createServicePrincipal(azure, {
    scenarioName: "web-shop",
    runId: "run-42",
    subscriptionId: cli.emulator.transport().subscriptionIds[0]!,
    roles: ["Reader"],
    credential: { kind: "federated", issuer: "https://issuer.example", subject: "run" },
  });
  const graph = await azure.clients.graph();
  await graph.api(`/applications/${applicationObjectId}`).delete();
  expect((await cli.run("cleanup sweep -o json")).stdout).toContain('"identities": []');
  const found = JSON.parse((await cli.run("cleanup sweep --older-than 0s -o json")).stdout) as {
    readonly identities: unknown[];
  };
  expect(found.identities).toMatchObject([{ kind: "deleted application", name: spName, outcome: "planned" }]);
  const swept = await cli.run("cleanup sweep --older-than 0s --delete --yes");
  expect(swept.stdout).toContain(`Removed the deleted application ${spName}.`);
  expect((await cli.run("cleanup sweep --older-than 0s -o json")).stdout).toContain('"identities": []');
});

test("sweep shows what is left over and deletes it only when told to", async () => {
  verifies("CLEAN-06", "CLEAN-07");
  const cli = await testCli();
  const id = `${GROUP}/providers/Microsoft.Compute/disks/old`;
  cli.emulator.seed({ id: GROUP, body: { location: "westus2", properties: { provisioningState: "Succeeded" } } });
  const properties = { provisioningState: "Succeeded", diskState: "Unattached", timeCreated: "2020-01-01T00:00:00Z" };
  cli.emulator.seed({ id, body: { location: "westus2", tags: { "managed-by": "azlin" }, properties } });
  const found = await cli.run("cleanup sweep");
  expect(found.stdout).toContain("delete: old (disks)");
  expect(cli.emulator.world.store.has(id)).toBe(true);
  expect((await cli.run("cleanup sweep --delete --yes")).stdout).toContain("Deleted 1 of 1 resources.");
  expect(cli.emulator.world.store.has(id)).toBe(false);
});

test("without a run and without ids there is nothing to plan", async () => {
  const cli = await testCli();
  expect(await cli.run("cleanup plan")).toMatchObject({ exitCode: 2 });
  expect((await cli.run("cleanup plan nobody")).stdout).toBe("Nothing was found.\n");
});

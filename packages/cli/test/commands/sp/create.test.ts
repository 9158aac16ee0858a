import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createCertificate } from "@azlin/emulator";
import { verifies } from "@azlin/testing";
import { expect, test } from "vitest";
import { InterruptedError } from "../../../src/interrupted-error.ts";
import { CREATE, FEDERATED, GROUP, SUBSCRIPTION, cliWithRun, leftBehind } from "./sp-world.ts";

const GUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

function readable(text: string): string {
  return text
    .replaceAll(GUID, "<guid>")
    .replaceAll(TIME, "<time>")
    .replaceAll(/after [\d.]+ s/g, "after <t> s");
}

test("create makes an identity in the groups of its run and waits until it works", async () => {
  verifies("SP-01", "SP-03", "SP-04");
  const cli = await cliWithRun();
  const { stdout, stderr, exitCode } = await cli.run(CREATE);
  expect(exitCode).toBe(0);
  expect(readable(stdout)).toMatchInlineSnapshot(`
    "Made AzureHayMaker-vision-92234f8b-admin.
      client id  <guid>
      principal  <guid>
      secret     scenario-sp-vision-92234f8b-secret in https://run-42-kv.vault.azure.net
      roles      1
      ends       <time>
      ready      seen to work after <t> s (1 looks)
    "
  `);
  expect(stderr).toMatchInlineSnapshot(`
    "Take it away with 'azlin sp delete AzureHayMaker-vision-92234f8b-admin'.
    "
  `);
});

test("create tells programs everything but the secret", async () => {
  verifies("SP-05");
  const cli = await cliWithRun();
  const details = await cli.json(CREATE);
  expect(details).toMatchObject({
    spName: expect.stringMatching(/^AzureHayMaker-vision-[\da-f]{8}-admin$/),
    secretReference: expect.stringMatching(/^scenario-sp-vision-[\da-f]{8}-secret$/),
    vaultUrl: "https://run-42-kv.vault.azure.net",
    roleAssignmentIds: [expect.stringContaining(GROUP)],
    readiness: { state: "proved" },
  });
  const { secretReference } = details as { readonly secretReference: string };
  const secret = cli.emulator.world.secrets.get("run-42-kv", secretReference)?.versions.at(-1)?.value ?? "";
  expect(secret.length).toBeGreaterThan(20);
  const journal = await readFile(join(cli.home, "identities.journal"), "utf8");
  expect(journal).toContain('"outcome":"created"');
  expect(JSON.stringify(details) + journal).not.toContain(secret);
});

test("create --dry-run prints the steps and makes nothing", async () => {
  const cli = await cliWithRun();
  const plan = await cli.json(`${CREATE} --role Contributor --scope other --dry-run`);
  expect(plan).toMatchObject({
    plan: [
      { action: "create", target: expect.stringContaining("application") },
      { action: "create", target: expect.stringContaining("service principal") },
      { action: "create", target: expect.stringContaining("secret") },
      { action: "assign", target: "role 'Reader'", reason: `It may work in ${SUBSCRIPTION}/resourceGroups/other.` },
      { action: "assign", target: "role 'Contributor'" },
      { action: "wait" },
    ],
  });
  expect(leftBehind(cli)).toEqual([]);
});

test("create takes no secret when a pipeline gives the tokens, and says that it cannot try them", async () => {
  verifies("SP-06");
  const cli = await cliWithRun();
  const words = `sp create vision --run run-42 --role Reader --rg run-42 ${FEDERATED}`;
  const { stdout } = await cli.run(words);
  expect(stdout).toContain("ready      not known.");
  expect(stdout).not.toContain("secret");
});

test("create waits a fixed time instead of looking, as it is told", async () => {
  verifies("SP-04");
  const cli = await cliWithRun();
  expect(await cli.json(`${CREATE} --fixed-wait 0`)).toMatchObject({ readiness: { state: "waited", elapsedMs: 0 } });
});

test("an identity that does not work in time is taken back, and the exit code says so", async () => {
  verifies("SP-02", "SP-04");
  const cli = await cliWithRun();
  cli.emulator.configure({ consistency: { ...cli.emulator.world.settings.consistency, rbacPropagationMs: 600_000 } });
  const { stdout, exitCode } = await cli.run(`${CREATE} --ready-within 1 -o json`);
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([1, { error: { code: "SP_NOT_CREATED" } }]);
  expect(leftBehind(cli)).toEqual([]);
});

test.each([
  ["PRIVILEGED_ROLE", `sp create vision --run run-42 --role Owner --scope ${SUBSCRIPTION} ${FEDERATED}`],
  ["NO_ROLES", `sp create vision --run run-42 ${FEDERATED}`],
  ["NO_SCOPES", `sp create vision --run run-43 --role Reader ${FEDERATED}`],
  ["OPTION_REQUIRED", "sp create vision --run run-42 --role Reader"],
  ["OPTION_REQUIRED", "sp create vision --run run-42 --role Reader --credential secret"],
  [
    "CERTIFICATE_NOT_READ",
    "sp create vision --run run-42 --role Reader --credential certificate --certificate none.pem",
  ],
  ["INVALID_VAULT", "sp create vision --run run-42 --role Reader --credential secret --vault http://x"],
])("create refuses with %s before anything is made", async (code, words) => {
  verifies("SP-03");
  const cli = await cliWithRun();
  const { stdout, exitCode } = await cli.run(`${words} -o json`);
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([2, { error: { code, hint: expect.any(String) } }]);
  expect(leftBehind(cli)).toEqual([]);
});

test("a certificate that outlives the identity is refused, and so is one with its key", async () => {
  verifies("SP-06");
  const cli = await cliWithRun();
  const { cert, key } = await createCertificate();
  const path = join(cli.home, "agent.pem");
  const create = `sp create vision --run run-42 --role Reader --credential certificate --certificate ${path}`;
  await writeFile(path, cert);
  expect(await cli.json(create)).toMatchObject({ error: { code: "CERTIFICATE_OUTLIVES" } });
  await writeFile(path, key + cert);
  const refused = await cli.json(create);
  expect(refused).toMatchObject({ error: { code: "INVALID_CERTIFICATE" } });
  expect(JSON.stringify(refused)).not.toContain("BEGIN");
});

test("Ctrl-C takes back what was made", async () => {
  verifies("SP-02");
  const cli = await cliWithRun();
  const interrupt = new AbortController();
  const running = cli.run(`${CREATE} --fixed-wait 60`, { signal: interrupt.signal });
  await expect.poll(() => leftBehind(cli)).toContain("scenario-sp-");
  interrupt.abort(new InterruptedError());
  expect(await running).toMatchObject({ exitCode: 130 });
  expect(leftBehind(cli)).toEqual([]);
  expect(await cli.run("sp recover")).toMatchObject({ stdout: "Nothing was left half made.\n" });
});

test("create without a run is a mistake in the command line", async () => {
  const cli = await cliWithRun();
  expect(await cli.run("sp create vision --role Reader")).toMatchObject({ exitCode: 2, stdout: "" });
});

import { readdir } from "node:fs/promises";
import { verifies } from "@azlin/testing";
import { expect, test } from "vitest";
import { cliWithRun, leftBehind, makeIdentity, makeInDirectory } from "./sp-world.ts";

test("list, verify and delete know an identity by its name, and nothing of it stays", async () => {
  verifies("SP-01", "SP-05");
  const cli = await cliWithRun();
  const name = await makeIdentity(cli);
  expect(await cli.json("sp list")).toMatchObject([{ spName: name, scenarioName: "vision", runId: "run-42" }]);
  expect(await cli.run(`sp verify ${name}`)).toMatchObject({ exitCode: 1, stdout: `${name} is still there.\n` });
  const deleted = await cli.run(`sp delete ${name} --yes`);
  expect(deleted).toEqual({
    exitCode: 0,
    stderr: "",
    stdout: `${name} is gone.\n  role assignments: deleted (1)\n  application: deleted\n  secret: deleted\n`,
  });
  expect(await cli.run(`sp verify ${name}`)).toMatchObject({ exitCode: 0, stdout: `${name} is gone.\n` });
  expect(leftBehind(cli)).toEqual([]);
});

test("delete names everything that goes before it asks", async () => {
  const cli = await cliWithRun();
  const name = await makeIdentity(cli);
  const declined = await cli.run(`sp delete ${name}`, { types: "n\n" });
  expect(declined).toMatchObject({ exitCode: 0, stdout: "Cancelled.\n" });
  for (const part of ["role assignments", "application", "service principal", "secret 'scenario-sp-", "run-42-kv"]) {
    expect(declined.stderr).toContain(part);
  }
  expect((await cli.run(`sp delete ${name}`)).exitCode).toBe(2);
  expect(await cli.json(`sp delete ${name} --dry-run`)).toMatchObject({
    plan: [{ action: "delete" }, { action: "delete permanently" }, { action: "delete" }],
  });
  expect(await cli.run(`sp verify ${name}`)).toMatchObject({ exitCode: 1 });
});

test("delete leaves what it is told to in the bins", async () => {
  verifies("SP-05");
  const cli = await cliWithRun();
  const name = await makeIdentity(cli);
  const deleted = await cli.json(`sp delete ${name} --yes --keep-deleted --keep-secret`);
  expect(deleted).toMatchObject({ spName: name, isGone: true });
  expect(leftBehind(cli)).not.toEqual([]);
  expect(await cli.run(`sp verify ${name}`)).toMatchObject({ exitCode: 0 });
});

test("an identity that is not there is no error, and nobody is asked", async () => {
  const cli = await cliWithRun();
  const nobody = "AzureHayMaker-nobody-00000000-admin";
  expect(await cli.run(`sp delete ${nobody}`)).toMatchObject({
    exitCode: 0,
    stdout: `There is no '${nobody}' of azlin's.\n`,
  });
  expect(await cli.json(`sp delete ${nobody} --dry-run`)).toEqual({ plan: [] });
  expect(await cli.run("sp list")).toMatchObject({ exitCode: 0, stdout: "There are none.\n" });
});

test("a part that Azure does not let go is told, with exit code 1", async () => {
  const cli = await cliWithRun();
  const name = await makeIdentity(cli);
  cli.emulator.faults.set("refused", {
    match: { method: "DELETE", host: "graph.microsoft.com" },
    effect: { status: 403, code: "Authorization_RequestDenied", message: "Insufficient privileges." },
  });
  const { exitCode, stdout } = await cli.run(`sp delete ${name} --yes`);
  expect(exitCode).toBe(1);
  expect(stdout).toContain("role assignments: deleted");
  expect(stdout).toContain("application: failed");
  expect(stdout).toContain("secret: deleted");
});

test("a secret that its vault protects stays until its time is over, and that is no failure", async () => {
  verifies("SP-05");
  const cli = await cliWithRun({ enablePurgeProtection: true });
  const name = await makeIdentity(cli);
  const { exitCode, stdout } = await cli.run(`sp delete ${name} --yes`);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining("secret: kept")]);
  expect(stdout).toContain(`Not all of ${name} is gone.`);
});

test("a dry run begins no journal", async () => {
  const cli = await cliWithRun();
  await cli.run("sp delete nobody --dry-run");
  await cli.run("sp recover --dry-run");
  expect(await readdir(cli.home)).not.toContain("identities.journal");
});

test("list shows what others made under such names only when it is asked to", async () => {
  verifies("SP-01");
  const cli = await cliWithRun();
  const name = await makeIdentity(cli);
  const { appId } = await makeInDirectory(cli, "applications", { displayName: "AzureHayMaker-old-admin" });
  await makeInDirectory(cli, "servicePrincipals", { appId });
  expect((await cli.run("sp list")).stdout).not.toContain("old");
  expect(await cli.json("sp list --all")).toMatchObject({
    identities: [{ spName: name }],
    others: ["AzureHayMaker-old-admin"],
  });
});

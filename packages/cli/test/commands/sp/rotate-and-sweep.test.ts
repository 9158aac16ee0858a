import { verifies } from "@azlin/testing";
import { expect, test } from "vitest";
import { FEDERATED, cliWithRun, makeIdentity, makeInDirectory } from "./sp-world.ts";

test("rotate stores a new secret and lets the one before work on until the next rotation", async () => {
  verifies("SP-06");
  const cli = await cliWithRun();
  const name = await makeIdentity(cli);
  expect(await cli.json(`sp rotate ${name} --dry-run`)).toMatchObject({
    plan: [{ action: "add" }, { action: "store" }, { action: "remove" }],
  });
  const first = await cli.json(`sp rotate ${name}`);
  expect(first).toMatchObject({ spName: name, removedKeyIds: [] });
  const { keyId } = first as { readonly keyId: string };
  expect(await cli.json(`sp rotate ${name} --no-overlap`)).toMatchObject({
    removedKeyIds: expect.arrayContaining([keyId]),
  });
});

test("rotate refuses an identity without a secret, and one that is not there", async () => {
  const cli = await cliWithRun();
  const { spName } = (await cli.json(`sp create ears --run run-42 --role Reader ${FEDERATED}`)) as {
    readonly spName: string;
  };
  for (const dry of ["", " --dry-run"]) {
    expect(await cli.json(`sp rotate ${spName}${dry}`)).toMatchObject({ error: { code: "NO_SECRET" } });
    expect(await cli.json(`sp rotate nobody${dry}`)).toMatchObject({ error: { code: "SP_NOT_FOUND" } });
  }
});

test("sweep shows what has ended and deletes it only when told to", async () => {
  verifies("SP-06");
  const cli = await cliWithRun();
  const tags = ["azlin-managed", "RunId:run-41", "Scenario:vision", "azlin-expires-at:2020-01-01T00:00:00.000Z"];
  await makeInDirectory(cli, "applications", { displayName: "AzureHayMaker-old-00000000-admin", tags });
  const name = await makeIdentity(cli);
  const found = await cli.json("sp sweep --vault run-42-kv");
  expect(found).toMatchObject({
    orphans: [{ kind: "application", name: "AzureHayMaker-old-00000000-admin", outcome: "planned" }],
    unread: [],
  });
  expect((await cli.run("sp sweep --apply")).exitCode).toBe(2);
  expect(await cli.json("sp sweep --apply --dry-run")).toMatchObject({ orphans: [{ outcome: "planned" }] });
  expect(await cli.json("sp sweep --apply --yes")).toMatchObject({ orphans: [{ outcome: "deleted" }] });
  expect(await cli.run("sp sweep --vault run-42-kv")).toMatchObject({ exitCode: 0, stdout: "Nothing was found.\n" });
  expect(await cli.json("sp list")).toMatchObject([{ spName: name }]);
});

test("what cannot be looked for is told, and never taken for clean", async () => {
  const cli = await cliWithRun();
  cli.emulator.faults.set("refused", {
    match: { host: "run-42-kv.vault.azure.net" },
    effect: { status: 403, code: "Forbidden", message: "Caller is not authorized." },
  });
  expect(await cli.run("sp sweep --vault run-42-kv")).toMatchObject({
    exitCode: 1,
    stdout: "Nothing was found so far.\n",
    stderr: expect.stringContaining("Could not look for secrets"),
  });
});

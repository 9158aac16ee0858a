import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { expect, test } from "vitest";
import type { TestCli } from "../../run-cli.ts";
import { cliWithRun, leftBehind, makeIdentity } from "./sp-world.ts";

/** As if azlin had been killed when it was about to write down that the identity is ready. */
async function forgetTheEnd(cli: TestCli): Promise<void> {
  const path = join(cli.home, "identities.journal");
  const lines = (await readFile(path, "utf8")).split("\n").filter((line) => !line.includes('"ended"'));
  await writeFile(path, lines.join("\n"));
}

test("recover takes away what a killed azlin was making", async () => {
  verifies("SP-02");
  const cli = await cliWithRun();
  const name = await makeIdentity(cli);
  await forgetTheEnd(cli);
  expect(await cli.json("sp recover --dry-run")).toMatchObject({ plan: [{ action: "undo", target: name }] });
  expect(leftBehind(cli)).not.toEqual([]);
  expect(await cli.json("sp recover")).toMatchObject({
    results: [{ spName: name, outcome: "undone" }],
    summary: { total: 1, succeeded: 1, failed: 0 },
  });
  expect(leftBehind(cli)).toEqual([]);
  expect(await cli.run("sp recover")).toMatchObject({ exitCode: 0, stdout: "Nothing was left half made.\n" });
});

test("recover --finish makes it after all", async () => {
  verifies("SP-02");
  const cli = await cliWithRun();
  const name = await makeIdentity(cli);
  await forgetTheEnd(cli);
  expect(await cli.json("sp recover --finish")).toMatchObject({ results: [{ spName: name, outcome: "finished" }] });
  expect(await cli.run(`sp verify ${name}`)).toMatchObject({ exitCode: 1 });
});

test("a recovery that fails is told, stays in the journal, and succeeds later", async () => {
  verifies("SP-02");
  const cli = await cliWithRun();
  const name = await makeIdentity(cli);
  await forgetTheEnd(cli);
  cli.emulator.faults.set("refused", {
    match: { method: "DELETE", host: "graph.microsoft.com" },
    effect: { status: 403, code: "Authorization_RequestDenied", message: "Insufficient privileges." },
  });
  expect(await cli.run("sp recover")).toMatchObject({ exitCode: 1, stdout: expect.stringContaining("failed") });
  cli.emulator.faults.clear();
  expect(await cli.json("sp recover")).toMatchObject({ results: [{ spName: name, outcome: "undone" }] });
});

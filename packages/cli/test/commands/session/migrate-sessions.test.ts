import { readdir, readFile, writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";
import { seedVms, tagsOf, vmId } from "../../seed-vms.ts";

const CONFIG = '# mine\n[session_names]\nvm-1 = "dev"\ngone = "lost"\nvm-2 = "dev"\n';

it("moves sessions to tags, and reports what it skips and what fails", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 2);
  await writeFile(cli.config, CONFIG);
  const { stdout, exitCode } = await cli.run("migrate-sessions -o json");
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    backup: expect.stringContaining("config.toml.backup-") as string,
    migrated: [{ vm: "vm-1", session: "dev" }],
    skipped: [{ vm: "gone", session: "lost", reason: "The VM does not exist." }],
    failed: [{ vm: "vm-2", session: "dev", error: "The config gives this session to two VMs." }],
  });
  expect(tagsOf(cli.emulator, vmId("vm-1"))).toMatchObject({ "azlin-session": "dev" });
  expect(await readFile(cli.config, "utf8")).toBe(CONFIG);
});

it("only skips when it is run again", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  await writeFile(cli.config, '[session_names]\nvm-1 = "dev"\n');
  expect((await cli.run("migrate-sessions")).exitCode).toBe(0);
  expect(await cli.json("migrate-sessions")).toMatchObject({ backup: null, migrated: [], skipped: [{ vm: "vm-1" }] });
});

it("prints the plan with --dry-run and writes neither tags nor a copy", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  await writeFile(cli.config, '[session_names]\nvm-1 = "dev"\n');
  expect(await cli.json("migrate-sessions --dry-run")).toMatchObject({
    plan: [{ action: "merge tags", target: "vm-1" }],
  });
  expect(await readdir(cli.home)).toEqual(["config.toml"]);
  expect(tagsOf(cli.emulator, vmId("vm-1"))).not.toHaveProperty("azlin-session");
});

it("says that there is nothing to migrate, without asking Azure", async () => {
  const cli = await testCli();
  expect((await cli.run("migrate-sessions")).stdout).toBe("No sessions in the configuration file.\n");
  expect(cli.emulator.journal.total).toBe(0);
});

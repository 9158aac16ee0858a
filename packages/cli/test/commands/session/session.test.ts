import { readFile, writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";
import { seedVms, tagsOf, vmId } from "../../seed-vms.ts";

const FORBIDDEN = { status: 403, code: "AuthorizationFailed", message: "No." };

it("shows, sets and clears a session name", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  expect((await cli.run("session vm-1")).stdout).toBe(
    "No session name set for VM 'vm-1'\nSet one with: azlin session vm-1 <session_name>\n",
  );
  expect((await cli.run("session vm-1 dev")).stdout).toBe("Set session name for 'vm-1' to 'dev'\n");
  expect((await cli.run("session vm-1")).stdout).toBe("Session name for 'vm-1': dev\n");
  expect(tagsOf(cli.emulator, vmId("vm-1"))).toMatchObject({ "azlin-session": "dev" });
  expect((await cli.run("session dev --clear")).stdout).toBe("Cleared session name for VM 'vm-1'\n");
  expect(await cli.json("session vm-1")).toEqual({ vm: "vm-1", session: null, source: null });
});

it("refuses a name that another VM has, and leaves nothing behind", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 2);
  await cli.run("session vm-1 prod");
  expect(await cli.run("session vm-2 prod")).toEqual({
    stdout: "",
    stderr:
      "Error: Session name 'prod' already in use by VM 'vm-1'.\nChoose a different session name or delete the existing one.\n",
    exitCode: 1,
  });
  expect(tagsOf(cli.emulator, vmId("vm-2"))).not.toHaveProperty("azlin-session");
});

it("allows a session that is called like its VM", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  expect((await cli.run("session vm-1 vm-1")).exitCode).toBe(0);
});

it("refuses what is not a session name before it asks Azure", async () => {
  const cli = await testCli();
  const { stderr, exitCode } = await cli.run(["session", "vm-1", "no way"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("'no way' is not a session name.");
  expect(cli.emulator.journal.total).toBe(0);
});

it("fails for a VM that does not exist", async () => {
  const cli = await testCli();
  expect((await cli.run("session nobody dev")).exitCode).toBe(1);
});

it("does not take --clear together with a name", async () => {
  const cli = await testCli();
  const { stderr, exitCode } = await cli.run("session vm-1 dev --clear");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("--clear and NAME cannot be used together.");
  expect(stderr).toContain("Usage: azlin session [options] VM [NAME]");
});

it("reads the name from the configuration file when the VM has no tag", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  await writeFile(cli.config, '[session_names]\nvm-1 = "old"\n');
  expect(await cli.json("session vm-1")).toEqual({ vm: "vm-1", session: "old", source: "config" });
  const cleared = await cli.run("session vm-1 --clear");
  expect(cleared.stderr).toContain("Removed the session 'old' of 'vm-1' from <home>/config.toml.");
  expect(await cli.json("session vm-1")).toMatchObject({ session: null });
});

it("falls back to the configuration file with a warning when tags may not be read", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  await writeFile(cli.config, '[session_names]\nvm-1 = "old"\n');
  cli.emulator.faults.set("denied", { match: { method: "GET", path: "*" }, effect: FORBIDDEN });
  const { stdout, stderr, exitCode } = await cli.run("session vm-1 -o json");
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ vm: "vm-1", session: "old", source: "config" });
  expect(stderr).toContain("Unable to read VM tags. Check Azure permissions.");
});

it("says which permission is missing when only the write is refused", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  cli.emulator.faults.set("denied", { match: { method: "PATCH" }, effect: FORBIDDEN });
  const { stderr, exitCode } = await cli.run("session vm-1 dev");
  expect(exitCode).toBe(3);
  expect(stderr).toContain("Microsoft.Compute/virtualMachines/write");
});

it("leaves a broken configuration file as it is and exits with 2", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  const broken = '[session_names\nvm-1 = "old"\n';
  await writeFile(cli.config, broken);
  const { stderr, exitCode } = await cli.run("session vm-1");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("<home>/config.toml:1:");
  expect(await readFile(cli.config, "utf8")).toBe(broken);
});

it("prints the plan with --dry-run and writes nothing", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  expect(await cli.json("session vm-1 dev --dry-run")).toMatchObject({
    plan: [{ action: "merge tags", target: vmId("vm-1") }],
  });
  expect(tagsOf(cli.emulator, vmId("vm-1"))).not.toHaveProperty("azlin-session");
});

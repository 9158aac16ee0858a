import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";
import { seedVms } from "../../seed-vms.ts";

it("deletes what begins with a prefix and reports each", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 12);
  const run = await cli.run("killall --prefix vm-1 -y");
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toContain("3 of 12 VMs begin with 'vm-1'.");
  expect(run.stdout).toContain("Deletion Summary: Total 3, Succeeded 3, Failed 0");
  expect(await cli.json("list")).toHaveLength(9);
});

it("makes zero matches visible", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 2);
  const { stdout, stderr, exitCode } = await cli.run("killall --prefix other -y");
  expect({ stdout, exitCode }).toEqual({ stdout: "No VMs found.\n", exitCode: 0 });
  expect(stderr).toContain("0 of 2 VMs begin with 'other'.");
});

it("never touches VMs that azlin does not manage", async () => {
  const cli = await testCli();
  cli.emulator.seed({ fleet: { vms: 1, prefix: "azlin", tags: {} } });
  expect((await cli.run("killall -y")).stdout).toBe("No VMs found.\n");
  expect(cli.emulator.world.store.size).toBeGreaterThan(0);
});

it("goes on after a failure, and is then partly failed", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 2);
  cli.emulator.faults.set("locked", {
    match: { method: "DELETE", path: "*/vm-1" },
    effect: { status: 409, code: "ScopeLocked", message: "Locked." },
  });
  const { stdout, exitCode } = await cli.run("killall -y -o json");
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    results: [
      { vm: "vm-1", ok: false, error: { code: "CONFLICT" } },
      { vm: "vm-2", ok: true },
    ],
    summary: { total: 2, succeeded: 1, failed: 1 },
  });
});

import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";
import { seedVms, SUBSCRIPTION, vmId } from "../../seed-vms.ts";

it("asks, naming subscription, group, VM and what goes with it", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  const { stdout, stderr, exitCode } = await cli.run("kill vm-1", { types: "n\n" });
  expect({ stdout, exitCode }).toEqual({ stdout: "Cancelled.\n", exitCode: 0 });
  for (const named of [SUBSCRIPTION, "fleet-01", "vm-1", "vm-1-nic", "vm-1-ip", "vm-1_OsDisk_1"]) {
    expect(stderr).toContain(named);
  }
  expect(cli.emulator.world.store.has(vmId("vm-1"))).toBe(true);
});

it("deletes the VM and everything that belongs to it", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 2);
  const before = cli.emulator.world.store.size;
  const { stdout, exitCode } = await cli.run("kill vm-1", { types: "y\n" });
  expect(exitCode).toBe(0);
  expect(stdout).toContain("✓ Deleted VM 'vm-1'");
  expect(cli.emulator.world.store.size).toBe(before - 4);
});

it("refuses off a terminal without --yes and deletes nothing", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  const { stdout, exitCode } = await cli.run("kill vm-1 -o json");
  expect(exitCode).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: "CONFIRMATION_REQUIRED" } });
  expect(cli.emulator.world.store.has(vmId("vm-1"))).toBe(true);
});

it.each(["--yes", "-y", "--force"])("does not ask with %s", async (flag) => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  expect((await cli.run(`kill vm-1 ${flag}`)).exitCode).toBe(0);
  expect(cli.emulator.world.store.has(vmId("vm-1"))).toBe(false);
});

it("takes the end of the input for a no", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  expect((await cli.run("kill vm-1", { types: "" })).stdout).toBe("Cancelled.\n");
});

it("fails for a VM that does not exist", async () => {
  const cli = await testCli();
  expect((await cli.run("kill nobody -y")).exitCode).toBe(1);
});

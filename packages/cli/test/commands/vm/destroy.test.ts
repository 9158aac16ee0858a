import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";
import { seedVms, SUBSCRIPTION, vmId } from "../../seed-vms.ts";

it("prints the plan with --dry-run and changes nothing", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  const before = cli.emulator.world.store.size;
  const { stdout } = await cli.run("destroy vm-1 --dry-run");
  expect(stdout).toMatchInlineSnapshot(`
    "[DRY RUN] Would delete VM: vm-1
      Subscription:    00000000-0000-4000-8000-000000000001
      Resource group:  fleet-01
      VM:              vm-1
      NIC:             vm-1-nic
      Public IP:       vm-1-ip
      Disk:            vm-1_OsDisk_1
    "
  `);
  expect(cli.emulator.world.store.size).toBe(before);
});

it("deletes a resource group only when its name is typed", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 2);
  const refused = await cli.run("destroy vm-1 --delete-rg", { types: "yes\n" });
  expect(refused.stdout).toBe("Cancelled. Resource group name did not match.\n");
  expect(refused.stderr).toContain("virtualMachines/vm-2");
  expect(cli.emulator.world.store.has(vmId("vm-2"))).toBe(true);
  const { stdout, exitCode } = await cli.run("destroy vm-1 --delete-rg", { types: "fleet-01\n" });
  expect(exitCode).toBe(0);
  expect(stdout).toContain("Deleted resource group 'fleet-01'");
  expect(cli.emulator.world.store.size).toBe(0);
});

it("says with --dry-run what a resource group holds", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  const { plan } = (await cli.json("destroy vm-1 --delete-rg --dry-run")) as { plan: { target: string }[] };
  expect(plan).toHaveLength(5);
  expect(plan[0]!.target).toBe(`/subscriptions/${SUBSCRIPTION}/resourceGroups/fleet-01`);
});

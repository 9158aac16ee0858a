import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";
import { seedVms, vmId } from "../../seed-vms.ts";

it("deallocates, and says so when the VM is deallocated already", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  expect(await cli.run("stop vm-1")).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "",
      "stdout": "Success! VM 'vm-1' is deallocated.
    Compute is no longer billed; disks and static public IPs still are.
    ",
    }
  `);
  expect((await cli.run("stop vm-1")).stdout).toBe("VM already deallocated\n");
});

it("warns that a VM that only stops is still billed", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  const { stdout } = await cli.run("stop vm-1 --no-deallocate");
  expect(stdout).toContain("VM 'vm-1' is stopped");
  expect(stdout).toContain("billed like a running one");
  expect(await cli.json("status")).toMatchObject({ vms: [{ powerState: "stopped" }] });
});

it("changes nothing with --dry-run", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  expect(await cli.json("stop vm-1 --dry-run")).toMatchObject({
    plan: [{ action: "deallocate", target: vmId("vm-1") }],
  });
  expect(await cli.json("status")).toMatchObject({ vms: [{ powerState: "running" }] });
});

it("names the candidates when a name is ambiguous", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  cli.emulator.seed({ id: vmId("vm-1", "other"), body: { location: "westus2", tags: {}, properties: {} } });
  const { stderr, exitCode } = await cli.run("stop vm-1");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("'vm-1' could be several VMs: ");
  expect(stderr).toContain("fleet-01/vm-1");
  expect(stderr).toContain("other/vm-1");
  expect((await cli.run("stop vm-1 --rg fleet-01")).exitCode).toBe(0);
});

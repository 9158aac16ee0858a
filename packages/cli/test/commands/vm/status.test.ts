import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";
import { seedVms } from "../../seed-vms.ts";

it("shows power states and counts them", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 3);
  await cli.run("stop vm-2");
  expect(await cli.run("status")).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "Total: 3 VMs
    Running: 2, Stopped/Deallocated: 1
    ",
      "stdout": "NAME  POWER STATE  IP        REGION   SIZE
    vm-1  running      20.0.0.0  westus2  Standard_D2s_v5
    vm-2  deallocated  20.0.0.1  westus2  Standard_D2s_v5
    vm-3  running      20.0.0.2  westus2  Standard_D2s_v5
    ",
    }
  `);
});

it("shows one VM, and fails for one that does not exist", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 2);
  expect(await cli.json("status --vm vm-2")).toMatchObject({
    vms: [{ name: "vm-2" }],
    summary: { total: 1, running: 1 },
  });
  const { stderr, exitCode } = await cli.run("status --vm nobody");
  expect(exitCode).toBe(1);
  expect(stderr).toContain("VM or session 'nobody' not found");
});

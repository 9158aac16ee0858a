import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";
import { seedVms } from "../../seed-vms.ts";

it("starts a VM by its session name", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  await cli.run("session vm-1 dev");
  await cli.run("stop dev");
  expect(await cli.json("start dev")).toMatchObject({
    vm: "vm-1",
    action: "start",
    from: "deallocated",
    powerState: "running",
  });
  expect((await cli.run("start dev")).stdout).toBe("VM already running\n");
});

it("tells what a failed operation of Azure said", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  await cli.run("stop vm-1");
  cli.emulator.faults.set("start", {
    match: { path: "*/start" },
    effect: { operationFails: { code: "AllocationFailed", message: "No capacity." } },
  });
  const { stdout, exitCode } = await cli.run("start vm-1 -o json");
  expect(exitCode).toBe(4);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: "PROVISIONING_FAILED" } });
  expect(stdout).toContain("No capacity.");
});

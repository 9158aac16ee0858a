import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";

const ONE_VM = { seed: "local seed --vms 1" };

it("deletes a VM behind the product's back", async () => {
  const cli = await testCli();
  await cli.run(ONE_VM.seed);
  await cli.run("local nature vm-1 delete --dry-run");
  expect((await cli.run("local nature vm-1 delete --rg fleet-01")).stdout).toBe("VM 'vm-1': delete\n");
  const { resources } = (await cli.json("local status")) as { resources: Record<string, number> };
  expect(resources).not.toHaveProperty("Microsoft.Compute/virtualMachines");
});

it("refuses acts there are not", async () => {
  const cli = await testCli();
  expect((await cli.run("local nature vm-1 explode")).exitCode).toBe(2);
});

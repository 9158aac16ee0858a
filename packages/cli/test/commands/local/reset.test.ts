import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";

const ONE_VM = { seed: "local seed --vms 1" };

it("empties the world, unless it is a dry run", async () => {
  const cli = await testCli();
  await cli.run(ONE_VM.seed);
  await cli.run("local reset --dry-run");
  expect(await cli.json("local status")).toMatchObject({ resources: { "Microsoft.Compute/virtualMachines": 1 } });
  await cli.run("local reset --profile replay");
  expect(await cli.json("local status")).toMatchObject({ resources: {}, profile: "replay" });
});

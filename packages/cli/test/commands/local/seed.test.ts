import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";

const ONE_VM = { seed: "local seed --vms 1" };

it("starts the local Azure and fills it", async () => {
  const cli = await testCli();
  const line = "local seed --vms 4 --resource-groups 2 --subscriptions 2 --prefix ci --tag team=core";
  expect(await cli.json(line)).toMatchObject({
    fleet: {
      vms: 4,
      resourceGroups: 2,
      subscriptions: 2,
      prefix: "ci",
      tags: { "managed-by": "azlin", team: "core" },
    },
    resources: 20,
  });
  expect(await cli.json("local status")).toMatchObject({
    running: true,
    resources: { "Microsoft.Compute/virtualMachines": 4 },
  });
});

it("does not empty the world for a profile", async () => {
  const cli = await testCli();
  await cli.run(ONE_VM.seed);
  const { stderr, exitCode } = await cli.run("local seed --vms 2 --profile realistic");
  expect(exitCode).toBe(1);
  expect(stderr).toContain("The local Azure is not empty");
  await cli.run("local reset");
  await cli.run("local seed --vms 2 --profile realistic");
  expect(await cli.json("local status")).toMatchObject({ profile: "realistic" });
});

it("seeds nothing with --dry-run", async () => {
  const cli = await testCli();
  await cli.run("local start");
  expect(await cli.json("local seed --dry-run")).toMatchObject({ plan: [{ action: "seed" }], fleet: { vms: 10 } });
  expect(await cli.json("local status")).toMatchObject({ resources: {} });
});

import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";

it("sets, lists and clears faults", async () => {
  const cli = await testCli();
  await cli.run("local start");
  await cli.run("local fault set busy --status 429 --code TooMany --times 3 --method GET");
  await cli.run("local fault set slow --delay-ms 10 --path */virtualMachines* --probability 0.5 --seed 7");
  await cli.run("local fault set broken --operation-fails --code Nope --client az --host management");
  expect(await cli.json("local fault list")).toEqual([
    { name: "busy", match: { method: "GET" }, times: 3, effect: { status: 429, code: "TooMany" }, hits: 0 },
    {
      name: "slow",
      match: { path: "*/virtualMachines*" },
      probability: 0.5,
      seed: 7,
      effect: { delayMs: 10 },
      hits: 0,
    },
    {
      name: "broken",
      match: { client: "az", host: "management" },
      effect: { operationFails: { code: "Nope", message: "A fault was injected into this operation." } },
      hits: 0,
    },
  ]);
  expect(await cli.json("local fault clear busy")).toHaveLength(2);
  expect((await cli.run("local fault clear")).stdout).toBe("No faults.\n");
});

it.each(["reset", "swallow", "truncate"])("sets the fault %s", async (effect) => {
  const cli = await testCli();
  await cli.run("local start");
  expect(await cli.json(`local fault set f --${effect}`)).toMatchObject([{ effect: { [effect]: true } }]);
});

it("refuses faults that do nothing, or two things", async () => {
  const cli = await testCli();
  await cli.run("local start");
  expect((await cli.run("local fault set f")).stderr).toContain("What the fault does is missing");
  const { stderr, exitCode } = await cli.run("local fault set f --status 500 --reset");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("--status and --reset cannot be used together.");
  expect(await cli.json("local fault set f --reset --dry-run")).toMatchObject({ plan: [{ action: "set" }] });
  expect(await cli.json("local fault clear f --dry-run")).toMatchObject({ plan: [{ action: "clear" }] });
  expect(await cli.json("local fault list")).toEqual([]);
});

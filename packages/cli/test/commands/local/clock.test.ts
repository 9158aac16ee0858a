import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";

it("stands still, and moves when it is told to", async () => {
  const cli = await testCli();
  await cli.run("local start");
  const before = (await cli.json("local clock --mode virtual")) as { mode: string; now: string };
  expect(before.mode).toBe("virtual");
  const after = (await cli.json("local clock --advance 1.5h")) as { now: string };
  expect(Date.parse(after.now) - Date.parse(before.now)).toBe(5_400_000);
  expect((await cli.run("local clock --rate 60")).exitCode).toBe(0);
  expect(await cli.json("local clock --mode real --dry-run")).toMatchObject({ plan: [{ action: "change clock" }] });
});

it("refuses what is not a time", async () => {
  const cli = await testCli();
  await cli.run("local start");
  expect((await cli.run("local clock --advance soon")).exitCode).toBe(2);
});

import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";

it("prints the value alone", async () => {
  const cli = await testCli();
  expect((await cli.run("config get default_region")).stdout).toBe("westus2\n");
  expect((await cli.run("config get default_resource_group")).stdout).toBe("");
  expect(await cli.json("config get cloud")).toEqual({ key: "cloud", value: "azure", source: "default" });
});

it("names the settings there are for one there is not", async () => {
  const cli = await testCli();
  const { stderr, exitCode } = await cli.run("config get colour");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("There are: cloud, transport,");
});

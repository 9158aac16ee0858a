import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";

it("is the file that is read and written", async () => {
  const cli = await testCli();
  const other = join(cli.home, "other.toml");
  await cli.run(`config set default_region westeurope --config ${other}`);
  expect((await cli.run(`config get default_region --config ${other}`)).stdout).toBe("westeurope\n");
  expect((await cli.run("config get default_region")).stdout).toBe("westus2\n");
});

it("has to be there when it is only read", async () => {
  const cli = await testCli();
  const { stderr, exitCode } = await cli.run("config get cloud --config nowhere.toml");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("There is no configuration file <home>/nowhere.toml.");
});

it("stays out of places that azlin does not use, also by way of links", async () => {
  const cli = await testCli();
  expect((await cli.run("config get cloud --config /etc/passwd")).stderr).toContain("a place that azlin does not use");
  await mkdir(join(cli.home, "links"));
  await symlink("/etc", join(cli.home, "links", "etc"));
  const { exitCode } = await cli.run("config set cloud local --config links/etc/azlin.toml");
  expect(exitCode).toBe(2);
});

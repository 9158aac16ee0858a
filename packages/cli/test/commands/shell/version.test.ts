import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";

it("prints the version in every spelling", async () => {
  const cli = await testCli();
  const { stdout } = await cli.run("version");
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  for (const line of ["--version", "-V", "-q --version"]) expect((await cli.run(line)).stdout).toBe(stdout);
  expect(await cli.json("version")).toMatchObject({ version: stdout.trim() });
});

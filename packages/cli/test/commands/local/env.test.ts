import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";

it("prints what az needs, for a shell", async () => {
  const cli = await testCli();
  await cli.run("local start");
  const { stdout } = await cli.run("local env");
  expect(stdout).toContain("export AZURE_CONFIG_DIR='<home>/local/az'\n");
  expect(stdout).toMatch(/^export HTTPS_PROXY='http:\/\/127\.0\.0\.1:\d+'$/m);
});

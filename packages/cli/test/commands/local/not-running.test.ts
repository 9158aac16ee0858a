import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";

it.each(["local reset", "local env", "local fault list", "local fault clear", "local clock", "local nature vm crash"])(
  "azlin %s says how to start it",
  async (line) => {
    const cli = await testCli();
    const { stderr, exitCode } = await cli.run(line);
    expect(exitCode).toBe(1);
    expect(stderr).toBe("Error: The local Azure is not running.\nStart it with 'azlin local start'.\n");
  },
);

it("has nothing to stop", async () => {
  const cli = await testCli();
  expect((await cli.run("local stop")).stdout).toBe("The local Azure was not running.\n");
});

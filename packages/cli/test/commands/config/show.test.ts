import { writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";

it("tells each setting and who decided it", async () => {
  const cli = await testCli();
  await writeFile(cli.config, 'default_region = "westeurope"\n[session_names]\nvm = "dev"\n');
  const run = await cli.run("config show --cloud local", { env: { AZLIN_TRANSPORT: "az-rest" } });
  expect(run).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "Configuration file: <home>/config.toml
    Kept, but not settings of this command line: session_names
    ",
      "stdout": "KEY                     VALUE         SOURCE
    cloud                   local         option
    transport               az-rest       environment
    subscriptions           -             unset
    default_resource_group  -             unset
    default_region          westeurope    config
    default_vm_size         Standard_B2s  default
    ssh_user                azureuser     default
    ssh_key                 -             unset
    ssh_jump_host           -             unset
    notification_command    -             unset
    az_path                 -             unset
    ",
    }
  `);
});

it("refuses a variable with a value that the setting does not take", async () => {
  const cli = await testCli();
  const { stderr, exitCode } = await cli.run("config show", { env: { AZLIN_CLOUD: "mars" } });
  expect(exitCode).toBe(2);
  expect(stderr).toContain("AZLIN_CLOUD: 'mars' is not one of azure, local.");
});

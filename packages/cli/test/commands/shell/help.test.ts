import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";

it("lists all commands when nothing is asked for", async () => {
  const cli = await testCli();
  const { stdout, stderr, exitCode } = await cli.run([]);
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  expect(stdout).toContain("Usage: azlin COMMAND [options]");
  for (const command of ["list", "local fault set", "migrate-sessions"]) expect(stdout).toContain(`  ${command} `);
  expect((await cli.run("help")).stdout).toBe(stdout);
  expect((await cli.run("--help")).stdout).toBe(stdout);
});

it("tells about one command in full", async () => {
  const cli = await testCli();
  const { stdout } = await cli.run("help stop");
  expect(stdout).toMatchInlineSnapshot(`
    "Usage: azlin stop [options] VM

    Stop a VM and stop paying for its compute.

    The VM is deallocated. With --no-deallocate it only stops, and is billed like a running one.

    Arguments:
      VM  name, session or resource id of the VM

    Options:
      --deallocate, --no-deallocate  give the compute back (default), or keep paying for it

    Global options:
      --cloud CLOUD                which Azure to talk to; one of azure, local
      --transport NAME             how to reach it: the Azure SDK, tokens of the az CLI, or az rest for every request; one of sdk, az-token, az-rest
      --subscription ID            work in this subscription; may be repeated
      --rg, --resource-group NAME  work in this resource group only
      --timeout SECONDS            give up after this time
      --dry-run                    print the plan and change nothing
      --config PATH                configuration file to use
      -o, --output FORMAT          how to print results (default: table); one of table, json, csv
      -q, --quiet                  no notes and no progress
      -v, --verbose                log what happens; show stack traces
      --color, --no-color          colours, or none (also NO_COLOR)
      -h, --help                   help

    Examples:
      azlin stop dev                  deallocate the VM or session 'dev'
      azlin stop dev --no-deallocate  stop it and keep its place on the host
    "
  `);
  expect((await cli.run("stop --help")).stdout).toBe(stdout);
  expect((await cli.run("--cloud local stop vm -h")).stdout).toBe(stdout);
});

it("lists the commands of a group", async () => {
  const cli = await testCli();
  const { stdout } = await cli.run("local fault --help");
  expect(stdout).toContain("local fault clear");
  expect(stdout).not.toContain("local start");
});

it("refuses commands there are not, and suggests what was meant", async () => {
  const cli = await testCli();
  expect(await cli.run("help lst")).toMatchObject({
    exitCode: 2,
    stderr: "Error: No such command 'lst'.\nDid you mean 'list'?\n\nUsage: azlin COMMAND [options]\n",
  });
});

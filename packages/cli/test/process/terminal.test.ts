import { realComponent, verifies } from "@azlin/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCli, processCli, type BuiltCli, type ProcessCli } from "./built-cli.ts";
import { openTerminal } from "./terminal.ts";

const isPossible = [realComponent("tmux"), realComponent("ssh"), realComponent("bwrap")].every(
  (program) => program !== undefined,
);

/** A home with VMs of these names in its local Azure. */
async function fleet(built: BuiltCli, ...names: readonly string[]): Promise<ProcessCli> {
  const cli = await processCli(built);
  for (const name of names) {
    const { code, stderr } = await cli.run(`--cloud local new --name ${name} --rg work --tools none`);
    if (code !== 0) throw new Error(stderr);
  }
  return cli;
}

const nature = (cli: ProcessCli, vm: string, act: string) => cli.run(`--cloud local local nature ${vm} ${act}`);

describe.runIf(isPossible)("on a terminal", { timeout: 90_000 }, () => {
  let built: BuiltCli;
  beforeAll(async () => {
    built = await buildCli();
  }, 120_000);
  afterAll(() => built.remove());

  it("azlin new ends in a tmux session on the VM", async () => {
    verifies("V2-01");
    verifies("V2-06");
    const terminal = await openTerminal(built, await processCli(built));
    await terminal.type("azlin new --name dev --rg work --tools none; echo CODE=$?");
    await terminal.sees(/\[dev\]/);
    await terminal.type('echo "on $(hostname) as $(whoami)"');
    await terminal.sees("on dev as azureuser");
    await terminal.type("exit");
    await terminal.sees(/CODE=\d/);
    expect(await terminal.screen()).toContain("CODE=0");
  });

  it("azlin connect asks which VM, and asks again until the answer is one of them", async () => {
    verifies("V2-06");
    const terminal = await openTerminal(built, await fleet(built, "alpha", "beta"));
    await terminal.type("azlin connect --no-tmux; echo CODE=$?");
    await terminal.sees("Select a VM [0-2]:");
    expect(await terminal.screen()).toMatch(/1 +● +alpha +alpha +running/);
    await terminal.type("7");
    await terminal.sees("Invalid selection. Please choose 0-2");
    await terminal.type("2");
    await terminal.sees(/beta/);
    await terminal.type('echo "on $(hostname)"; exit 5');
    await terminal.sees("on beta");
    await terminal.sees("CODE=5");
  });

  it("azlin connect finds the tmux session again after the connection was lost", async () => {
    verifies("V2-06");
    const cli = await fleet(built, "alpha");
    const terminal = await openTerminal(built, cli);
    await terminal.type("azlin connect alpha; echo CODE=$?");
    await terminal.sees(/\[alpha\]/);
    await terminal.type("marker=kept-$((40 + 2)); echo set $marker");
    await terminal.sees("set kept-42");
    await nature(cli, "alpha", "ssh-down");
    await terminal.sees("Your session to alpha was disconnected, do you want to reconnect? [Y/n]");
    await nature(cli, "alpha", "ssh-up");
    await terminal.press("Enter");
    await terminal.sees(/\[alpha\]/);
    await terminal.type("echo marker is $marker");
    await terminal.sees(/marker is \w/);
    expect(await terminal.screen()).toContain("marker is kept-42");
  });

  it("azlin top is drawn anew, and gives the screen back at Ctrl-C", async () => {
    verifies("V2-08");
    const cli = await fleet(built, "alpha");
    const terminal = await openTerminal(built, cli);
    await terminal.type("echo before; azlin top -i 1; echo CODE=$?");
    await terminal.sees(/azlin top .* every 1 s\. Press Ctrl\+C to exit\.\n\nVM +STATUS[^\n]*\nalpha +ONLINE/);
    expect(await terminal.screen()).not.toContain("before");
    await nature(cli, "alpha", "ssh-down");
    await terminal.sees(/alpha +NO ANSWER/);
    await nature(cli, "alpha", "ssh-up");
    await terminal.sees(/alpha +ONLINE/);
    await terminal.press("C-c");
    await terminal.sees(/before\n(?:.*\n)*Dashboard stopped by user\.\nCODE=0/);
  });

  it("a pool shows a line for each VM while it is made", async () => {
    verifies("V2-01");
    const cli = await processCli(built);
    await cli.run("--cloud local local start");
    await cli.run("--cloud local local fault set slow --method PUT --path */virtualMachines/* --delay-ms 3000");
    const terminal = await openTerminal(built, cli);
    await terminal.type("azlin new --name ci --pool 5 --rg work --tools none; echo CODE=$?");
    await terminal.sees(/(?:. ci-0[1-5] +creating \w+ +\d+ s\n?){5}/);
    await terminal.sees("CODE=0");
    expect(await terminal.screen()).toMatch(/✓ ci-01 +ready +\d+ s/);
  });
});

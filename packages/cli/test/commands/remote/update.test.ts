import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { guestFleet } from "../../guest-fleet.ts";
import { testCli } from "../../run-cli.ts";

describe("azlin update", { timeout: 30_000 }, () => {
  it("brings all VMs up to date side by side, and leaves out what they do not have", async () => {
    verifies("V2-08");
    const { cli } = await guestFleet("alpha", "beta");
    const { stdout, exitCode } = await cli.run("update --all");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^VM: alpha\n✓ apt {2}[\d.]+ s\n(?:.*\n)*Total time: [\d.]+ s\n\nVM: beta\n✓ apt/);
    expect(stdout).not.toContain("rustup");
  });

  it("ends with 1 when a tool failed on a VM, and says which and why", async () => {
    verifies("V2-08");
    const { cli, on } = await guestFleet("alpha");
    await on(
      "alpha",
      'mkdir -p bin; printf "#!/bin/sh\\necho broken >&2; exit 3\\n" > bin/rustup; chmod +x bin/rustup',
    );
    await on("alpha", 'echo "export PATH=\\$HOME/bin:\\$PATH" > .profile; cp .profile .bash_profile');
    const { stdout, exitCode } = await cli.run("update alpha");
    expect(stdout).toMatch(/✗ rustup {2}[\d.]+ s: broken\n/);
    expect(exitCode).toBe(1);
  });

  it("ends with 2 when no VM could be reached, and says how to go on", async () => {
    const { cli } = await guestFleet("alpha");
    await cli.run("tag add alpha x=y");
    const key = `${cli.home}/.ssh/azlin_key`;
    const { stdout, exitCode } = await cli.run(`update alpha --key ${key} --user nobody`);
    expect(exitCode).toBe(2);
    expect(stdout).toContain("✗ ");
  });

  it("goes on with the others when a VM is stopped in the middle", async () => {
    verifies("V2-08");
    const { cli, on } = await guestFleet("alpha", "beta");
    await on("alpha", 'mkdir -p bin; printf "#!/bin/sh\\ntouch begun; sleep 60\\n" > bin/rustup; chmod +x bin/rustup');
    await on("alpha", 'echo "export PATH=\\$HOME/bin:\\$PATH" > .profile; cp .profile .bash_profile');
    const updating = cli.run("update --all");
    await expect.poll(() => on("alpha", "ls"), { timeout: 20_000 }).toContain("begun");
    await cli.run("stop alpha");
    const { stdout, exitCode } = await updating;
    expect(stdout).toMatch(/^VM: alpha\n✗ (?:.*\n)+\nVM: beta\n✓ apt/);
    expect(exitCode).toBe(1);
  });

  it("says whether the VM has to be restarted", async () => {
    verifies("V2-08");
    const { cli, on } = await guestFleet("alpha");
    await on("alpha", "sudo touch /var/run/reboot-required");
    const report = await cli.json("os-update alpha");
    expect(report).toMatchObject({
      results: [{ vm: "alpha", ok: true, updates: [{ tool: "apt", status: "updated", isRestartNeeded: true }] }],
    });
  });

  it.each(["update", "os-update"])("wants %s to be told for which VM it is", async (command) => {
    const cli = await testCli();
    expect((await cli.run(command)).exitCode).toBe(2);
    expect((await cli.run(`${command} x --all`)).exitCode).toBe(2);
  });
});

import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { guestFleet } from "../../guest-fleet.ts";
import { testCli, type TestCli } from "../../run-cli.ts";
import { seedVms, vmId } from "../../seed-vms.ts";

async function nature(cli: TestCli, vm: string, act: string, body: object = {}): Promise<void> {
  const url = `http://127.0.0.1/_emulator/vms${vmId(vm, "fleet")}/${act}`;
  await cli.emulator.fetch(new Request(url, { method: "POST", body: JSON.stringify(body) }));
}

describe("azlin health", { timeout: 30_000 }, () => {
  it("tells of each VM whether it is as it should be, and why not", async () => {
    verifies("LIFE-02");
    const { cli } = await guestFleet("alpha", "beta", "gamma");
    await nature(cli, "beta", "sshHang");
    await nature(cli, "gamma", "guestShutdown");
    const { stdout, exitCode } = await cli.run("health --probe-timeout 1");
    expect(stdout).toMatch(/\nalpha +(?:healthy|starting|degraded) +running +open +[\d.]+ +[\d.]+ +[\d.]+ /);
    expect(stdout).toMatch(/\nbeta +(?:degraded|starting) +running +mute +- +- +- /);
    expect(stdout).toMatch(/\ngamma +stopped +stopped +- +- +- +- /);
    expect(stdout.split("\n")).toHaveLength(5);
    expect(exitCode).toBe(1);
  });

  it("checks one VM alone, and tells a program all that it saw", async () => {
    const { cli } = await guestFleet("alpha", "beta");
    const report = await cli.json("health alpha");
    expect(report).toMatchObject({
      vms: [{ name: "alpha", observation: { power: { state: "running" }, ssh: { state: "open" } } }],
      unread: [],
    });
  });

  it("calls a VM unknown that it cannot ask, and says why", async () => {
    verifies("LIFE-02");
    const cli = await testCli();
    seedVms(cli.emulator, 1);
    const { stdout, exitCode } = await cli.run("health");
    expect(stdout).toMatch(/\nvm-1 +unknown +running +unknown +- +- +- +It runs, but SSH could not be tried/);
    expect(exitCode).toBe(1);
  });
});

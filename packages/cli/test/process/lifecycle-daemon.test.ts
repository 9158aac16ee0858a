import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { buildCli, processCli, type BuiltCli, type ProcessCli } from "./built-cli.ts";

let built: BuiltCli;
beforeAll(async () => {
  built = await buildCli();
}, 120_000);
afterAll(() => built.remove());

/** A home with a local Azure, and a VM in it that is monitored every second. */
async function monitoredVm(): Promise<ProcessCli> {
  const cli = await processCli(built);
  onTestFinished(async () => {
    await cli.run("lifecycle daemon stop");
  });
  await cli.run("--cloud local new --name dev --rg work --tools none");
  await cli.run("--cloud local lifecycle enable dev --interval 1 --grace 0");
  return cli;
}

async function pidOf(cli: ProcessCli): Promise<number> {
  return Number(await readFile(join(cli.home, "lifecycle-daemon.pid"), "utf8"));
}

describe("the lifecycle daemon, as it is published", { timeout: 90_000 }, () => {
  it("runs in the background, tells list how VMs are, reads its configuration at SIGHUP, and survives kill -9", async () => {
    verifies("LIFE-06", "LIFE-07", "LIFE-08");
    const cli = await monitoredVm();
    const started = await cli.run("--cloud local lifecycle daemon start");
    expect(started).toMatchObject({ code: 0 });
    await expect
      .poll(async () => (await cli.run("--cloud local list")).stdout, { timeout: 30_000 })
      .toContain("Healthy ✓");
    process.kill(await pidOf(cli), "SIGHUP");
    await expect
      .poll(async () => (await cli.run("lifecycle daemon logs")).stdout, { timeout: 30_000 })
      .toContain("the configuration was read again");
    process.kill(await pidOf(cli), "SIGKILL");
    await expect
      .poll(async () => (await cli.run("lifecycle daemon status")).stdout, { timeout: 30_000 })
      .toBe("Running: No\n");
    expect(await cli.run("--cloud local lifecycle daemon start")).toMatchObject({ code: 0 });
    expect((await cli.run("lifecycle daemon stop")).stdout).toBe("✓ Stopped the lifecycle daemon\n");
  });

  it("runs in the foreground until it is told to end, from its second run on too", async () => {
    verifies("LIFE-06");
    const cli = await monitoredVm();
    for (let round = 1; round <= 2; round += 1) {
      const daemon = cli.start("--cloud local lifecycle daemon start --foreground");
      await expect.poll(daemon.said, { timeout: 30_000 }).toContain("The lifecycle daemon runs.");
      daemon.child.kill("SIGTERM");
      expect(await daemon.ended).toMatchObject({ code: 0, stdout: "The lifecycle daemon has ended.\n" });
    }
  });
});

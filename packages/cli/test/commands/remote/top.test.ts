import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { guestFleet } from "../../guest-fleet.ts";
import { vmId } from "../../seed-vms.ts";

describe("azlin top", { timeout: 30_000 }, () => {
  it("tells once, off a terminal, how busy each VM is", async () => {
    verifies("V2-08");
    const { cli } = await guestFleet("alpha");
    const { stdout, exitCode } = await cli.run("top");
    expect(stdout).toMatch(
      /^VM +STATUS +LOAD +CPU % +MEMORY +TOP PROCESS\nalpha +ONLINE +[\d.]+ [\d.]+ [\d.]+ +[\d.]+ /,
    );
    expect(exitCode).toBe(0);
  });

  it("shows the load that the VM really has", async () => {
    const { cli } = await guestFleet("alpha");
    const url = `http://127.0.0.1/_emulator/vms${vmId("alpha", "fleet")}/memory`;
    await cli.emulator.fetch(new Request(url, { method: "POST", body: '{"percent":75}' }));
    const { vms } = (await cli.json("top")) as {
      vms: { usage: { memoryUsedBytes: number; memoryTotalBytes: number } }[];
    };
    const { memoryUsedBytes, memoryTotalBytes } = vms[0]!.usage;
    expect(Math.round((memoryUsedBytes / memoryTotalBytes) * 100)).toBe(75);
  });

  it("does not take a VM that gives no answer for an idle one", async () => {
    verifies("V2-08");
    const { cli } = await guestFleet("alpha", "beta");
    const url = `http://127.0.0.1/_emulator/vms${vmId("alpha", "fleet")}/sshDown`;
    await cli.emulator.fetch(new Request(url, { method: "POST", body: "{}" }));
    await cli.run("stop beta");
    const { stdout, exitCode } = await cli.run("top");
    expect(stdout).toMatch(/\nalpha +NO ANSWER +- +- +- +alpha cannot be reached/);
    expect(stdout).toMatch(/\nbeta +OFFLINE +- +- +- +deallocated\n/);
    expect(exitCode).toBe(1);
  });
});

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realComponent } from "@azlin/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { guestCloud } from "../support/guest-cloud.ts";
import { SANDBOXES } from "../support/sandboxes.ts";
import { sshClient } from "../support/ssh-client.ts";

const hasBubblewrap = realComponent("bwrap") !== undefined;

describe.each(SANDBOXES)("the life of a guest in a %s sandbox", { timeout: 30_000 }, (sandbox) => {
  it("begins when the boot has taken its time on the emulator's clock", async () => {
    const cloud = await guestCloud({ guests: { sandbox }, clock: "virtual" });
    const port = await cloud.addVm("alpha");
    cloud.emulator.configure({ latency: { profile: "recorded", scale: 1 } });
    await cloud.compute.virtualMachines.beginRestart("rg", "alpha");
    cloud.emulator.clock.advance(60_000);
    await cloud.emulator.settled();
    await expect(sshClient(port, "true")).rejects.toThrow(/ECONNREFUSED/);
    await cloud.emulator.settled();
    cloud.emulator.clock.advance(120_000);
    await expect.poll(async () => (await sshClient(port, "exit 6").catch(() => undefined))?.code).toBe(6);
  });

  it("takes in during its boot what happens to the VM", async () => {
    const cloud = await guestCloud({ guests: { sandbox }, clock: "virtual" });
    const port = await cloud.addVm("alpha");
    cloud.emulator.configure({ latency: { profile: "recorded", scale: 1 } });
    await cloud.compute.virtualMachines.beginRestart("rg", "alpha");
    cloud.emulator.clock.advance(60_000);
    await cloud.emulator.settled();
    await cloud.act("alpha", "disk", { percent: 42 });
    cloud.emulator.clock.advance(120_000);
    const used = async (): Promise<string | undefined> =>
      (await sshClient(port, "df | tail -1").catch(() => undefined))?.stdout;
    await expect.poll(used).toContain(" 42% /");
    cloud.emulator.configure({ latency: { profile: "instant", scale: 1 } });
    const script = { commandId: "RunShellScript", script: ["echo up"] };
    const ran = await cloud.compute.virtualMachines.beginRunCommandAndWait("rg", "alpha", script, cloud.poll);
    expect(ran.value![0]!.message).toContain("up");
  });

  it("ends with its VM", async () => {
    const cloud = await guestCloud({ guests: { sandbox } });
    const port = await cloud.addVm("alpha");
    await cloud.compute.virtualMachines.beginDeleteAndWait("rg", "alpha", cloud.poll);
    await cloud.emulator.settled();
    await expect(sshClient(port, "true")).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe("an emulator that stops", { timeout: 30_000 }, () => {
  it.runIf(hasBubblewrap)("leaves no process and no file of its guests", async () => {
    const directory = await temporaryDirectory();
    const cloud = await guestCloud();
    const ports = [await cloud.addVm("alpha"), await cloud.addVm("beta")];
    const running = ports.map((port) => sshClient(port, "echo x >/tmp/x; sleep 987").catch(() => undefined));
    await expect.poll(() => processesWith(directory)).not.toEqual([]);
    await cloud.emulator.stop();
    await Promise.all(running);
    await expect.poll(() => processesWith(directory)).toEqual([]);
    expect(await guestDirectories(directory)).toEqual([]);
  });

  it.runIf(hasBubblewrap)("leaves nothing when its guests are just booting and beginning to work", async () => {
    const directory = await temporaryDirectory();
    const cloud = await guestCloud();
    const port = await cloud.addVm("alpha");
    const begun = sshClient(port, "sleep 987").catch(() => undefined);
    const restarting = cloud.compute.virtualMachines.beginRestart("rg", "alpha").catch(() => undefined);
    await cloud.emulator.stop();
    await Promise.all([begun, restarting]);
    await expect.poll(() => processesWith(directory)).toEqual([]);
    expect(await guestDirectories(directory)).toEqual([]);
  });
});

/** Makes a directory for temporary files, for this test alone. */
async function temporaryDirectory(): Promise<string> {
  const before = process.env["TMPDIR"];
  const directory = await mkdtemp(join(tmpdir(), "azlin-life-"));
  process.env["TMPDIR"] = directory;
  onTestFinished(async () => {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
    await rm(directory, { recursive: true, force: true });
  });
  return directory;
}

async function guestDirectories(directory: string): Promise<string[]> {
  return (await readdir(directory)).filter((name) => name.startsWith("azlin-guests-"));
}

/** Ids of the processes that were told of a directory. */
async function processesWith(directory: string): Promise<string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")));
  return ids.filter((_, index) => lines[index]!.includes(directory));
}

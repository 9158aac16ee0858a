import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Disk } from "@azure/arm-compute";
import { describe, expect, it, onTestFinished } from "vitest";
import { createInterface, vmOn } from "../support/azure-clients.ts";
import { COMPUTE, guestCloud, guestProfile, type GuestCloud } from "../support/guest-cloud.ts";
import { SANDBOXES } from "../support/sandboxes.ts";
import { sshClient } from "../support/ssh-client.ts";

const HOST_KEY = "cat /etc/ssh/ssh_host_ed25519_key.pub";

const said = async (port: number, command: string): Promise<string> => (await sshClient(port, command)).stdout;

describe.each(SANDBOXES)("the contents of disks in a %s sandbox", { timeout: 30_000 }, (sandbox) => {
  const open = async (): Promise<{ readonly cloud: GuestCloud; readonly port: number }> => {
    const cloud = await guestCloud({ guests: { sandbox } });
    const port = await cloud.addVm("alpha");
    await sshClient(port, "mkdir -p ~/project && echo one > ~/project/note && ln -s note ~/project/link");
    return { cloud, port };
  };

  it("go over a snapshot to the disk of another VM, and stay as they were", async () => {
    const { cloud, port } = await open();
    await snapshot(cloud, "snap");
    await sshClient(port, "echo two > ~/project/note");
    const clone = await vmOnDisk(cloud, "beta", await diskOf(cloud, "copy", "snapshots/snap"));
    expect(await said(clone, "cat ~/project/link; readlink ~/project/link; cat /etc/hostname")).toBe(
      "one\nnote\nalpha\n",
    );
    expect(await said(port, "cat ~/project/note")).toBe("two\n");
  });

  it("bring the host key along", async () => {
    const { cloud, port } = await open();
    await snapshot(cloud, "snap");
    const clone = await vmOnDisk(cloud, "beta", await diskOf(cloud, "copy", "snapshots/snap"));
    expect(await said(clone, HOST_KEY)).toBe(await said(port, HOST_KEY));
  });

  it("go over an image to new VMs, which get a name, a user and a host key of their own", async () => {
    const { cloud, port } = await open();
    const source = await said(port, HOST_KEY);
    const { compute, poll, subscriptionId } = cloud;
    await compute.virtualMachines.beginDeallocateAndWait("rg", "alpha", poll);
    await compute.virtualMachines.generalize("rg", "alpha");
    const id = `/subscriptions/${subscriptionId}/${COMPUTE}`;
    const image = { location: "westus2", sourceVirtualMachine: { id: `${id}/virtualMachines/alpha` } };
    await compute.images.beginCreateOrUpdateAndWait("rg", "image", image, poll);
    const storageProfile = { imageReference: { id: `${id}/images/image` } };
    const made = await cloud.addVm("beta", { storageProfile, osProfile: guestProfile("beta") });
    expect(await said(made, "cat ~/project/note; hostname")).toBe("one\nbeta\n");
    expect(await said(made, HOST_KEY)).not.toBe(source);
  });

  it("are new ones after a reimage", async () => {
    const { cloud, port } = await open();
    await cloud.compute.virtualMachines.beginReimageAndWait("rg", "alpha", cloud.poll);
    expect(await said(port, "ls ~")).toBe("");
  });

  it("are found again, with port and host key, by another emulator on the same directory", async () => {
    const directory = await temporaryDirectory();
    const cloud = await guestCloud({ guests: { sandbox, directory } });
    const port = await cloud.addVm("alpha");
    await sshClient(port, "echo kept > ~/note");
    const [state, hostKey] = [cloud.emulator.snapshot(), await said(port, HOST_KEY)];
    await cloud.emulator.stop();
    await expect(sshClient(port, "true")).rejects.toThrow(/ECONNREFUSED/);
    const again = await guestCloud({ guests: { sandbox, directory } });
    again.emulator.restore(state);
    expect(await again.portOf("alpha")).toBe(port);
    expect(await said(port, `cat ~/note; ${HOST_KEY}`)).toBe(`kept\n${hostKey}`);
  });

  it("go with their disk, their snapshot and the whole world, and nothing else does", async () => {
    const directory = await temporaryDirectory();
    const cloud = await guestCloud({ guests: { sandbox, directory } });
    await cloud.addVm("alpha");
    await snapshot(cloud, "snap");
    const disks = async (): Promise<number> => (await readdir(directory)).filter((name) => name !== "stand-ins").length;
    expect(await disks()).toBe(2);
    await cloud.compute.snapshots.beginDeleteAndWait("rg", "snap", cloud.poll);
    await cloud.emulator.settled();
    expect(await disks()).toBe(1);
    cloud.emulator.reset();
    await cloud.emulator.settled();
    expect(await disks()).toBe(0);
  });
});

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "azlin-disks-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

function copyOf(sourceResourceId: string): Disk {
  return { location: "westus2", creationData: { createOption: "Copy", sourceResourceId } };
}

async function snapshot({ compute, poll }: GuestCloud, name: string): Promise<void> {
  const vm = await compute.virtualMachines.get("rg", "alpha");
  await compute.snapshots.beginCreateOrUpdateAndWait(
    "rg",
    name,
    copyOf(vm.storageProfile!.osDisk!.managedDisk!.id!),
    poll,
  );
}

async function diskOf({ compute, poll, subscriptionId }: GuestCloud, name: string, source: string): Promise<string> {
  const from = `/subscriptions/${subscriptionId}/${COMPUTE}/${source}`;
  return (await compute.disks.beginCreateOrUpdateAndWait("rg", name, copyOf(from), poll)).id!;
}

/** Makes a VM whose OS disk is one that was there before; its port. */
async function vmOnDisk(cloud: GuestCloud, name: string, diskId: string): Promise<number> {
  const { osProfile: _none, storageProfile: _image, ...base } = vmOn(await createInterface(cloud, name));
  const osDisk = { createOption: "Attach", osType: "Linux", managedDisk: { id: diskId } } as const;
  const vm = { ...base, storageProfile: { osDisk } };
  await cloud.compute.virtualMachines.beginCreateOrUpdateAndWait("rg", name, vm, cloud.poll);
  return cloud.portOf(name);
}

import net from "node:net";
import { realComponent } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { run, type Ran } from "../support/guest-cloud.ts";
import { GUEST, realSsh, textOf, type RealSsh } from "../support/real-ssh.ts";

const hasSsh = realComponent("ssh") !== undefined && realComponent("bwrap") !== undefined;

/** What a port says first, or that it is mute, or why it takes no connection. */
function knock(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.setTimeout(500, () => resolve("mute"));
    socket.once("data", (chunk) => resolve(chunk.toString()));
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "error"));
    socket.once("close", () => socket.destroy());
  });
}

async function hostKeyOf(port: number): Promise<string> {
  return textOf(await run("ssh-keyscan", ["-t", "ed25519", "-p", String(port), "127.0.0.1"]));
}

describe.runIf(hasSsh)("jumps from a guest", { timeout: 30_000 }, () => {
  const jumpTo = ({ cloud, port }: RealSsh, host: string, to = 22): Promise<Ran> => {
    const jump = `ssh ${cloud.sshArguments(port).join(" ")} -W %h:%p ${GUEST}`;
    const options = [...cloud.sshArguments(to), "-o", `ProxyCommand=${jump}`];
    return run("ssh", [...options, `azureuser@${host}`, "hostname"]);
  };

  it("reach another guest by its private and by its public address", async () => {
    const real = await realSsh();
    await real.cloud.addVm("beta");
    expect(textOf(await jumpTo(real, "10.0.0.5"))).toBe("beta\n");
    const { resources, subscriptionId } = real.cloud;
    const id = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.Network/publicIPAddresses/beta-ip`;
    const address = await resources.resources.getById(id, "2024-05-01");
    expect(textOf(await jumpTo(real, String(address.properties!.ipAddress)))).toBe("beta\n");
  });

  it("reach no other address, and no other port of this machine", async () => {
    const real = await realSsh();
    let connections = 0;
    const other = net.createServer((socket) => {
      connections += 1;
      socket.end();
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as net.AddressInfo;
    expect((await jumpTo(real, "10.0.0.99")).code).toBe(255);
    expect((await jumpTo(real, "127.0.0.1", port)).code).toBe(255);
    expect(connections).toBe(0);
    other.close();
  });
});

describe.runIf(hasSsh)("the port of a guest", { timeout: 30_000 }, () => {
  it("drops its connections and refuses new ones while sshd is down", async () => {
    const { cloud, port } = await realSsh();
    const staying = cloud.ssh(port, "sleep 60");
    await cloud.ssh(port, "true");
    await cloud.act("alpha", "sshDown");
    expect((await staying).code).toBe(255);
    expect(await knock(port)).toBe("ECONNREFUSED");
    await cloud.act("alpha", "sshUp");
    expect(await knock(port)).toMatch(/^SSH-2\.0-/);
  });

  it("is mute while sshd hangs", async () => {
    const { cloud, port } = await realSsh();
    await cloud.act("alpha", "sshHang");
    expect(await knock(port)).toBe("mute");
  });

  it("refuses after a crash until the VM is restarted", async () => {
    const { cloud, port } = await realSsh();
    await cloud.act("alpha", "crash");
    expect(await knock(port)).toBe("ECONNREFUSED");
    await cloud.compute.virtualMachines.beginRestartAndWait("rg", "alpha", cloud.poll);
    expect((await cloud.ssh(port, "exit 3")).code).toBe(3);
  });

  it("refuses while the VM is deallocated, and is the same afterwards", async () => {
    const { cloud, port } = await realSsh();
    const { compute, poll } = cloud;
    await compute.virtualMachines.beginDeallocateAndWait("rg", "alpha", poll);
    await cloud.emulator.settled();
    expect(await knock(port)).toBe("ECONNREFUSED");
    await compute.virtualMachines.beginStartAndWait("rg", "alpha", poll);
    expect(await cloud.portOf("alpha")).toBe(port);
    expect((await cloud.ssh(port, "exit 4")).code).toBe(4);
  });
});

describe.runIf(hasSsh)("a guest's own changes", { timeout: 30_000 }, () => {
  it("to its host key are shown when ssh is restarted", async () => {
    const { port, say } = await realSsh();
    const first = await hostKeyOf(port);
    await say("sudo sh -c 'rm /etc/ssh/ssh_host_*; ssh-keygen -q -A'");
    expect(await hostKeyOf(port)).toBe(first);
    await say("sudo systemctl restart ssh");
    await expect.poll(() => hostKeyOf(port)).not.toBe(first);
  });

  it("to files outlive its reboot, but for those in /tmp", async () => {
    const { cloud, port } = await realSsh();
    await cloud.ssh(port, "echo gone >/tmp/x; echo kept >~/x; sudo reboot");
    await expect.poll(async () => textOf(await cloud.ssh(port, "cat ~/x /tmp/x"))).toBe("kept\n");
  });

  it("to its power stop the VM", async () => {
    const { cloud, port } = await realSsh();
    await cloud.ssh(port, "sudo shutdown now");
    await expect.poll(() => knock(port)).toBe("ECONNREFUSED");
    const { statuses } = await cloud.compute.virtualMachines.instanceView("rg", "alpha");
    expect(statuses!.map(({ code }) => code)).toContain("PowerState/stopped");
  });
});

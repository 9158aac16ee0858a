import { describe, expect, it } from "vitest";
import { generateSshKeyPair } from "../../src/services/compute/ssh-key/generate-ssh-key-pair.ts";
import { armCaller } from "../support/arm-caller.ts";
import { COMPUTE, guestCloud, KEY, type GuestCloud } from "../support/guest-cloud.ts";
import { SANDBOXES } from "../support/sandboxes.ts";
import { sshClient } from "../support/ssh-client.ts";

const STAND_INS = ["w", "df", "uptime", "cloud-init", "systemctl", "sudo", "apt-get", "mount"];

describe.each(SANDBOXES)("a guest in a %s sandbox", { timeout: 30_000 }, (sandbox) => {
  const open = async (): Promise<{ readonly cloud: GuestCloud; readonly port: number }> => {
    const cloud = await guestCloud({ guests: { sandbox } });
    return { cloud, port: await cloud.addVm("alpha") };
  };

  it("answers commands with their output, errors and exit codes", async () => {
    const { port } = await open();
    expect(await sshClient(port, "echo out; echo err >&2; exit 7")).toEqual({
      code: 7,
      stdout: "out\n",
      stderr: "err\n",
    });
    expect((await sshClient(port, "cat", { input: "a\nb" })).stdout).toBe("a\nb");
  });

  it("is a Linux of the VM's name, with the user's home", async () => {
    const { port } = await open();
    const { stdout } = await sshClient(port, "whoami; hostname; pwd; uname -s; . /etc/os-release; echo $ID");
    expect(stdout).toBe("azureuser\nalpha\n/home/azureuser\nLinux\nubuntu\n");
  });

  it("lets its user become root", async () => {
    const { port } = await open();
    const { stdout } = await sshClient(port, "sudo whoami; sudo -n id -u; sudo -u azureuser -- whoami");
    expect(stdout).toBe("root\n0\nazureuser\n");
  });

  it("says of programs that cannot run in it that they did nothing", async () => {
    const { port } = await open();
    const idle = await sshClient(port, "sudo apt-get install -y git && systemctl start docker");
    expect(idle.code).toBe(0);
    expect(idle.stderr).toBe(
      "apt-get: this guest is a stand-in: nothing was done\nsystemctl: this guest is a stand-in: nothing was done\n",
    );
  });

  it("has its stand-ins found by those who look for them", async () => {
    const { port } = await open();
    const { stdout } = await sshClient(port, `for name in ${STAND_INS.join(" ")}; do command -v $name; done`);
    expect(stdout.trim().split("\n")).toEqual(STAND_INS.map((name) => `/run/azlin/bin/${name}`));
  });

  it("lets in no other user and no other key", async () => {
    const { port } = await open();
    const { privateKey } = generateSshKeyPair("Ed25519", "stranger");
    await expect(sshClient(port, "true", { user: "root" })).rejects.toThrow(/authentication/i);
    await expect(sshClient(port, "true", { key: privateKey })).rejects.toThrow(/authentication/i);
  });

  it("takes keys from VMAccess and from its own file", async () => {
    const { cloud, port } = await open();
    const [second, third] = [generateSshKeyPair("Ed25519", "second"), generateSshKeyPair("RSA", "third")];
    await vmAccess(cloud, { username: "azureuser", ssh_key: second.publicKey });
    expect((await sshClient(port, "exit 3", { key: second.privateKey })).code).toBe(3);
    await sshClient(port, `echo '${third.publicKey}' >> ~/.ssh/authorized_keys`);
    expect((await sshClient(port, "exit 4", { key: third.privateKey })).code).toBe(4);
  });

  it("drops the keys from before when VMAccess is told to", async () => {
    const { cloud, port } = await open();
    const second = generateSshKeyPair("Ed25519", "second");
    await vmAccess(cloud, { username: "azureuser", ssh_key: second.publicKey, remove_prior_keys: true });
    await expect(sshClient(port, "true")).rejects.toThrow(/authentication/i);
    expect((await sshClient(port, "exit 5", { key: second.privateKey })).code).toBe(5);
  });

  it("keeps the protected settings of VMAccess to itself", async () => {
    const { cloud } = await open();
    const second = generateSshKeyPair("Ed25519", "second");
    await vmAccess(cloud, { username: "azureuser", ssh_key: second.publicKey });
    expect(JSON.stringify(cloud.emulator.snapshot())).not.toContain(second.publicKey.split(" ")[1]);
  });

  it("refuses VMAccess for a user that it does not have", async () => {
    const { cloud } = await open();
    await expect(vmAccess(cloud, { username: "stranger", ssh_key: KEY.publicKey })).rejects.toThrow(/one user/);
  });

  it("runs run-command as root on the same files, with its parameters", async () => {
    const { cloud, port } = await open();
    await sshClient(port, "echo from ssh > ~/note");
    const { value } = await cloud.compute.virtualMachines.beginRunCommandAndWait(
      "rg",
      "alpha",
      {
        commandId: "RunShellScript",
        script: ["whoami", "cat /home/azureuser/note", 'echo "$1 $GREETING" > /etc/said', "echo bad >&2; exit 3"],
        parameters: [{ name: "GREETING", value: "hello" }],
      },
      cloud.poll,
    );
    expect(value![0]!.message).toBe("Enable succeeded: \n[stdout]\nroot\nfrom ssh\n\n[stderr]\nbad\n");
    expect((await sshClient(port, "cat /etc/said")).stdout).toBe("hello hello\n");
  });

  it("runs managed run commands, and shows what became of them", async () => {
    const { cloud } = await open();
    const runCommands = cloud.compute.virtualMachineRunCommands;
    const command = { location: "westus2", source: { script: "whoami; exit 2" } };
    await runCommands.beginCreateOrUpdateAndWait("rg", "alpha", "kept", command, cloud.poll);
    const kept = await runCommands.getByVirtualMachine("rg", "alpha", "kept", { expand: "instanceView" });
    expect(kept.instanceView).toMatchObject({ executionState: "Failed", exitCode: 2, output: "root\n" });
    expect(kept.provisioningState).toBe("Succeeded");
  });

  it("shows the memory and the disk that nature gave it", async () => {
    const { cloud, port } = await open();
    await cloud.act("alpha", "memory", { percent: 75 });
    await cloud.act("alpha", "disk", { percent: 91 });
    expect((await sshClient(port, "df / | tail -1")).stdout).toContain(" 91% /");
    const used = "free | head -2 | tail -1 | awk '{printf \"%.2f\", $3/$2}'";
    expect((await sshClient(port, used)).stdout).toBe("0.75");
  });

  it("shows the CPU's load between two looks", async () => {
    const { cloud, port } = await open();
    await cloud.act("alpha", "cpu", { percent: 80 });
    const sample = "head -1 /run/azlin/stat";
    const { stdout } = await sshClient(port, `${sample}; sleep 0.8; ${sample}`);
    const [first, second] = stdout.split("\n").map((line) => line.split(/\s+/).map(Number));
    const [busy, idle] = [second![1]! - first![1]!, second![4]! - first![4]!];
    expect((busy / (busy + idle)) * 100).toBeCloseTo(80, -1);
  });

  it("takes no more files when its disk is full, and again when there is room", async () => {
    const { cloud, port } = await open();
    await cloud.act("alpha", "disk", { percent: 100 });
    const full = await sshClient(port, "echo text > ~/file");
    expect(full).toMatchObject({ code: 1, stderr: expect.stringMatching(/no space left|file too large/i) });
    expect((await sshClient(port, "cat ~/file")).stdout).toBe("");
    await cloud.act("alpha", "disk", { percent: 50 });
    expect((await sshClient(port, "echo text > ~/file && cat ~/file")).stdout).toBe("text\n");
  });
});

describe("the port of a guest", () => {
  it("is told in a tag that no replacement of tags takes away", async () => {
    const cloud = await guestCloud({ guests: { sandbox: "scripted" } });
    const port = await cloud.addVm("alpha");
    const scope = `${COMPUTE}/virtualMachines/alpha/providers/Microsoft.Resources/tags/default`;
    const replaced = await armCaller(cloud.emulator, "2021-04-01")("PATCH", scope, {
      operation: "Replace",
      properties: { tags: { a: "b", "Azlin-SSH-Port": "1" } },
    });
    expect(replaced.body.properties.tags).toEqual({ a: "b", "azlin-ssh-port": String(port) });
  });

  it("is told by lists and by Resource Graph", async () => {
    const cloud = await guestCloud({ guests: { sandbox: "scripted" } });
    const tags = { "azlin-ssh-port": String(await cloud.addVm("alpha")) };
    const vms = [];
    for await (const vm of cloud.compute.virtualMachines.listAll()) vms.push(vm.tags);
    expect(vms).toEqual([tags]);
    const query = { query: "resources | where type =~ 'microsoft.compute/virtualmachines' | project tags" };
    const path = "/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01";
    expect((await armCaller(cloud.emulator)("POST", path, query)).body.data).toEqual([{ tags }]);
  });
});

async function vmAccess(cloud: GuestCloud, protectedSettings: Record<string, unknown>): Promise<void> {
  const extension = {
    location: "westus2",
    publisher: "Microsoft.OSTCExtensions",
    typePropertiesType: "VMAccessForLinux",
    typeHandlerVersion: "1.5",
    protectedSettings,
  };
  const { virtualMachineExtensions: extensions } = cloud.compute;
  await extensions.beginCreateOrUpdateAndWait("rg", "alpha", "enablevmaccess", extension, cloud.poll);
}

import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { testCli, type TestCli } from "../../run-cli.ts";
import { vmId } from "../../seed-vms.ts";

const GUESTS = { guests: true } as const;

async function nature(cli: TestCli, vm: string, act: string, body: object = {}): Promise<void> {
  const url = `http://127.0.0.1/_emulator/vms${vmId(vm, "work")}/${act}`;
  await cli.emulator.fetch(new Request(url, { method: "POST", body: JSON.stringify(body) }));
}

function isThere(cli: TestCli, vm: string): boolean {
  return cli.emulator.world.store.get(vmId(vm, "work"))?.body.properties?.["provisioningState"] === "Succeeded";
}

describe("azlin new", { timeout: 30_000 }, () => {
  it("waits until the VM can be used, and shows how its set-up went", async () => {
    verifies("V2-01");
    verifies("V2-02");
    const cli = await testCli(GUESTS);
    const report = await cli.json("new --name dev --rg work --tools gh");
    expect(report).toMatchObject({
      results: [
        {
          vm: "dev",
          ok: true,
          state: "ready",
          powerState: "running",
          sections: [
            { section: "base", result: "ok" },
            { section: "gh", result: "ok" },
          ],
        },
      ],
    });
  });

  it("runs a command on the new VM, names the VM after it, and ends with its exit code", async () => {
    verifies("V2-01");
    const cli = await testCli(GUESTS);
    const ran = await cli.run(["new", "--rg", "work", "--tools", "none", "--", "sh", "-c", "hostname; exit 7"]);
    expect(ran.stdout).toMatch(/^VM: (azlin-\d{8}-\d{6}-sh-c-hostname-exit-7)\n\1\n✗ exit code 7\n$/);
    expect(ran.exitCode).toBe(7);
  });

  it("does cloud-init of the user's own after azlin's", async () => {
    verifies("V2-02");
    const cli = await testCli(GUESTS);
    const file = join(cli.home, "mine.yaml");
    await writeFile(file, "#cloud-config\nwrite_files:\n  - path: /etc/mine\n    content: hello\n");
    const line = [
      "new",
      "--name",
      "dev",
      "--rg",
      "work",
      "--tools",
      "none",
      "--cloud-init",
      file,
      "--",
      "cat",
      "/etc/mine",
    ];
    expect((await cli.run(line)).stdout).toBe("VM: dev\nhello\n");
  });

  it("brings the user's own files along, and no secret", async () => {
    verifies("V2-01");
    verifies("V2-09");
    const cli = await testCli(GUESTS);
    await mkdir(join(cli.home, "home", ".aws"), { recursive: true });
    await writeFile(join(cli.home, "home", ".vimrc"), "set number\n");
    await writeFile(join(cli.home, "home", ".aws", "credentials"), "secret\n");
    const line = [
      "new",
      "--name",
      "dev",
      "--rg",
      "work",
      "--tools",
      "none",
      "--",
      "sh",
      "-c",
      "cat .vimrc; ls -A .aws",
    ];
    const { stdout, stderr } = await cli.run(line);
    expect(stdout).toBe("VM: dev\nset number\n");
    expect(stderr).toContain("<home>/home/.aws/credentials: AWS credentials");
  });

  it("calls a VM degraded on which a repository could not be cloned, and does not lose it", async () => {
    verifies("V2-01");
    const cli = await testCli(GUESTS);
    const line = "new --name dev --rg work --tools none --repo https://github.com/azlin-test/none";
    const { stdout, exitCode } = await cli.run(line);
    expect(stdout).toMatch(/^VMs that are there, but not as they should be:\n {2}dev .* DEGRADED\n/);
    expect(stdout).toContain("https://github.com/azlin-test/none was not cloned on 'dev'.");
    expect(exitCode).toBe(1);
    expect(await cli.json("list")).toMatchObject([{ name: "dev", powerState: "running" }]);
  });

  it("refuses a repository elsewhere before anything is created", async () => {
    verifies("V2-01");
    const cli = await testCli(GUESTS);
    const { stderr, exitCode } = await cli.run("new --name dev --rg work --repo https://example.com/a/b");
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("Invalid GitHub URL.") });
    expect(cli.emulator.world.store.size).toBe(0);
  });

  it("ends with 5 and says what to do when nobody can sign in to the VM", async () => {
    verifies("V2-14");
    const cli = await testCli(GUESTS);
    const line = "new --name dev --rg work --tools none --ssh-timeout 2 -o json";
    cli.emulator.faults.set("down", {
      match: { method: "GET", path: "*/networkInterfaces/dev-nic" },
      effect: { delayMs: 500 },
    });
    const running = cli.run(line);
    await expect.poll(() => isThere(cli, "dev"), { timeout: 10_000 }).toBe(true);
    await nature(cli, "dev", "sshDown");
    const { stdout, exitCode } = await running;
    expect(exitCode).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({
      results: [{ vm: "dev", ok: false, state: "unreachable", problems: [{ code: "SSH_WAIT" }] }],
    });
  });

  it("takes size and cloud-init from a template, and options before it", async () => {
    verifies("V2-01");
    const cli = await testCli();
    await mkdir(join(cli.home, "templates"));
    await writeFile(
      join(cli.home, "templates", "big.yaml"),
      "name: big\ndescription: ''\nvm_size: Standard_D4s_v5\nregion: westeurope\n",
    );
    await cli.run("new --name a --rg work --template big --no-wait");
    await cli.run("new --name b --rg work --template big --no-wait --vm-size Standard_D2s_v5");
    await cli.run("config set default_region eastus2");
    const third = await cli.run("new --name c --rg other --template big --no-wait");
    expect(await cli.json("list")).toMatchObject([
      { name: "a", size: "Standard_D4s_v5", location: "westeurope" },
      { name: "b", size: "Standard_D2s_v5", location: "westeurope" },
      { name: "c", size: "Standard_D4s_v5", location: "eastus2" },
    ]);
    expect(third.stderr).toContain("The configuration's default_region 'eastus2' is used, not 'westeurope'");
  });

  it("tells the user's own program when it is done", async () => {
    verifies("V2-01");
    const cli = await testCli();
    const program = join(cli.home, "tell");
    await writeFile(program, '#!/bin/sh\necho "$1" > "$(dirname "$0")/told"\n');
    await chmod(program, 0o755);
    await cli.run(["config", "set", "notification_command", program]);
    await cli.run("new --name dev --rg work --no-wait", { env: { PATH: process.env["PATH"] } });
    expect(await readFile(join(cli.home, "told"), "utf8")).toBe("azlin: dev created.\n");
  });

  it("refuses to do something on a VM that it does not wait for", async () => {
    const cli = await testCli();
    const { stderr, exitCode } = await cli.run("new --name dev --no-wait -- true");
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("Leave out --no-wait") });
  });

  it.each([
    "networkSecurityGroups/ci-02-nsg",
    "publicIPAddresses/ci-02-ip",
    "networkInterfaces/ci-02-nic",
    "virtualMachines/ci-02",
  ])("finishes the other VMs of a pool when %s fails, and lists what exists", async (part) => {
    verifies("V2-01");
    const cli = await testCli(GUESTS);
    cli.emulator.faults.set("fails", {
      match: { method: "PUT", path: `*/${part}` },
      effect: { operationFails: { code: "AllocationFailed", message: "No capacity." } },
    });
    const { stdout, exitCode } = await cli.run("new --name ci --pool 2 --rg work --tools none");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Successfully Provisioned VMs:\n {2}ci-01 /);
    expect(stdout).toContain("Failed VMs:\n  ci-02: ");
    expect(stdout).toMatch(/Created on the way:\n(?:.*\n)*.*\/ci-02-nsg\n/);
  });
});

import { chmod, mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureSshKey, parsePublicKey, sshKeyPath } from "@azlin/ssh";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";
import { SUBSCRIPTION } from "../../seed-vms.ts";

describe("azlin keys list", () => {
  it("shows the keys of the VMs' creation, and which of them is ours", async () => {
    verifies("V2-10");
    const cli = await testCli();
    await cli.run("new --name dev --resource-group one");
    await cli.run("new --name web --resource-group two");
    const publicKey = (await readFile(`${sshKeyPath(cli.home)}.pub`, "utf8")).trim();
    const { fingerprint } = parsePublicKey(publicKey);
    const { stdout, stderr } = await cli.run("keys list");
    expect(stdout).toMatch(/^VM NAME +RESOURCE GROUP +OURS +FINGERPRINT +PUBLIC KEY\ndev +one +yes +SHA256:/);
    expect(stdout).toContain(`${fingerprint}  ${publicKey.slice(0, 50)}…\n`);
    expect(stderr).toContain("Keys of the VMs' creation: Azure does not know of later changes.");
    expect(await cli.json("keys list --vm-prefix web")).toMatchObject([
      { vm: "web", resourceGroup: "two", asOf: "creation", keys: [{ publicKey, fingerprint, isOwn: true }] },
    ]);
    expect((await cli.run("keys list --rg ONE")).stdout).not.toContain("web");
    expect((await cli.run("keys list --vm-prefix x")).stdout).toBe("No VMs found.\n");
  });

  it("leaves out VMs that azlin does not manage unless they are asked for", async () => {
    const cli = await testCli();
    await cli.run("new --name dev --resource-group one");
    const [{ id }] = (await cli.json("keys list")) as [{ id: string }];
    const vm = cli.emulator.world.store.get(id)!;
    cli.emulator.world.store.put({ ...vm, body: { ...vm.body, tags: {} } });
    expect((await cli.run("keys list")).stdout).toBe("No VMs found.\n");
    expect(await cli.json("keys list --all-vms")).toMatchObject([{ vm: "dev", keys: [{ isOwn: true }] }]);
  });
});

describe("azlin keys rotate", () => {
  it("keeps the old key for a VM that azlin does not manage unless it is rotated as well", async () => {
    verifies("V2-10");
    const cli = await testCli();
    await cli.run("new --name dev --resource-group one");
    await cli.run("new --name web --resource-group two");
    const [, { id }] = (await cli.json("keys list")) as [unknown, { id: string }];
    const vm = cli.emulator.world.store.get(id)!;
    cli.emulator.world.store.put({ ...vm, body: { ...vm.body, tags: {} } });
    const actions = async (more = ""): Promise<readonly string[]> => {
      const report = (await cli.json(`keys rotate --dry-run${more}`)) as {
        plan: readonly { action: string; target: string }[];
      };
      return report.plan.map(({ action, target }) => `${action} ${target.split("/").at(-1)!}`);
    };
    // Pending, as there are no guests that could be reached.
    expect(await actions()).toEqual(["pending dev", "leave web"]);
    expect(await actions(" --all-vms")).toEqual(["pending dev", "pending web"]);
    // Also when the key that it was created with has been replaced since then.
    await cli.run("keys backup");
    await rm(join(cli.home, ".ssh"), { recursive: true });
    await ensureSshKey({ path: sshKeyPath(cli.home), comment: "another" });
    expect(await actions()).toEqual(["pending dev", "leave web"]);
    await rm(join(cli.home, "key_backups"), { recursive: true });
    expect(await actions()).toEqual(["pending dev"]);
  });
});

describe("azlin keys rotate in sight of some VMs only", () => {
  it("does not replace a key that no VM is known to let in", async () => {
    verifies("V2-10");
    const cli = await testCli();
    await ensureSshKey({ path: sshKeyPath(cli.home), comment: "me" });
    const { stderr, exitCode } = await cli.run("keys rotate --yes");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("No VM was found that lets <home>/.ssh/azlin_key in. Nothing was changed.");
    expect(await readdir(join(cli.home, ".ssh"))).toEqual(["azlin_key", "azlin_key.pub"]);
  });

  it.each([
    ["--cloud local", "Only the VMs of the local cloud are looked at"],
    [`--subscription ${SUBSCRIPTION}`, `Only the VMs of these subscriptions are looked at: ${SUBSCRIPTION}.`],
  ])("warns of VMs elsewhere with %s", async (option, warning) => {
    const cli = await testCli();
    await cli.run("new --name dev --resource-group one");
    const { stderr } = await cli.run(`keys rotate --dry-run ${option}`);
    expect(stderr).toContain(`Warning: ${warning}`);
    expect((await cli.run("keys rotate --dry-run")).stderr).not.toContain("Warning");
  });
});

describe("azlin keys export and backup", () => {
  it("print the public key, or write it to a file that is not there yet", async () => {
    verifies("V2-10");
    const cli = await testCli();
    const { publicKey } = await ensureSshKey({ path: sshKeyPath(cli.home), comment: "me" });
    expect((await cli.run("keys export")).stdout).toBe(`${publicKey}\n`);
    const folder = join(cli.home, "open");
    const file = join(folder, "azlin.pub");
    await mkdir(folder);
    await chmod(folder, 0o755);
    expect(await cli.json(`keys export ${file} --dry-run`)).toMatchObject({
      plan: [{ action: "write", target: "<home>/open/azlin.pub" }],
    });
    expect(await readdir(folder)).toEqual([]);
    expect((await cli.run(["keys", "export", file])).stdout).toBe("Wrote <home>/open/azlin.pub.\n");
    expect(await readFile(file, "utf8")).toBe(`${publicKey}\n`);
    expect((await stat(file)).mode & 0o777).toBe(0o644);
    expect((await stat(folder)).mode & 0o777).toBe(0o755);
    await writeFile(file, "other");
    expect(await cli.run(["keys", "export", file])).toMatchObject({ exitCode: 1 });
    expect(await readFile(file, "utf8")).toBe("other");
    expect(await cli.run(["keys", "export", file, "--force"])).toMatchObject({ exitCode: 0 });
    expect(await readdir(folder)).toEqual(["azlin.pub"]);
  });

  it("copy both halves to where only their owner can read them", async () => {
    verifies("V2-10");
    const cli = await testCli();
    const path = sshKeyPath(cli.home);
    await ensureSshKey({ path, comment: "me" });
    expect((await cli.run("keys backup --dry-run")).stdout).toContain("<home>/key_backups/<time>");
    const report = (await cli.json("keys backup")) as { backup: string };
    const backup = report.backup.replace("<home>", cli.home);
    expect(backup).toMatch(/key_backups\/\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d$/);
    expect((await stat(backup)).mode & 0o777).toBe(0o700);
    expect((await stat(join(backup, "azlin_key"))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(backup, "azlin_key"), "utf8")).toBe(await readFile(path, "utf8"));
    const elsewhere = join(cli.home, "stick");
    expect((await cli.run(["keys", "backup", "--destination", elsewhere])).stdout).toContain("to <home>/stick/");
    expect(await readdir(elsewhere)).toHaveLength(1);
  });

  it.each(["export", "backup"])("keys %s says so when there is no key", async (verb) => {
    const cli = await testCli();
    const { stderr, exitCode } = await cli.run(`keys ${verb}`);
    expect(stderr).toContain("There is no SSH key <home>/.ssh/azlin_key.");
    expect(exitCode).toBe(1);
  });
});

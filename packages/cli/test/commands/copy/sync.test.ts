import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { vmId } from "../../seed-vms.ts";
import { sshFleet } from "../../ssh-fleet.ts";

/** Puts files into `~/.azlin/home` of a test's home; two of them are secrets. */
async function fillHome(home: string): Promise<void> {
  await mkdir(join(home, "home", ".config"), { recursive: true });
  await writeFile(join(home, "home", ".vimrc"), "set number\n");
  await writeFile(join(home, "home", ".config", "tool.toml"), "a = 1\n");
  await writeFile(join(home, "home", ".env"), "TOKEN=1\n");
  await writeFile(join(home, "home", "id_ed25519"), "key\n");
}

describe("azlin sync", () => {
  it("brings the files to every running VM, except for what looks secret, and spares the others' files", async () => {
    verifies("V2-09");
    const { cli, homeOf } = await sshFleet(2);
    await fillHome(cli.home);
    await writeFile(join(homeOf("vm-1"), "own"), "stays");
    const { stdout, stderr, exitCode } = await cli.run("sync --all");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^✓ vm-1: Success! Synced 2 files \(17 B\) in \d+\.\d s\n✓ vm-2: Success! Synced 2 files/);
    expect(stdout).toContain(
      "Held back (2):\n  <home>/home/.env: environment file\n  <home>/home/id_ed25519: SSH private",
    );
    expect(stderr).toContain("Total: 2, succeeded 2, failed 0");
    expect((await readdir(homeOf("vm-1"))).sort()).toEqual([".config", ".vimrc", "own"]);
    expect(await readFile(join(homeOf("vm-2"), ".config", "tool.toml"), "utf8")).toBe("a = 1\n");
  });

  it("finishes with the others when one VM cannot be reached, and ends with 1", async () => {
    verifies("V2-09", "V2-14");
    const { cli, servers, homeOf } = await sshFleet(2);
    await fillHome(cli.home);
    await servers[0]!.close();
    const { stdout, exitCode } = await cli.run("sync --all -o json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      results: [
        { vm: "vm-1", id: vmId("vm-1"), ok: false, error: { code: "SSH_UNREACHABLE" } },
        { vm: "vm-2", ok: true, files: 2, missing: [] },
      ],
      summary: { total: 2, succeeded: 1, failed: 1 },
      heldBack: [{ reason: "environment file" }, { reason: "SSH private key" }],
    });
    expect(await readdir(homeOf("vm-2"))).toContain(".vimrc");
  });

  it("takes the only VM that runs, or asks which one", async () => {
    const { cli, homeOf } = await sshFleet(2);
    await fillHome(cli.home);
    const silent = await cli.run("sync");
    expect(silent).toMatchObject({ exitCode: 2, stdout: "" });
    expect(silent.stderr).toContain("Several VMs run: vm-1, vm-2.\nName one of them, or say --all.");
    const picked = await cli.run("sync", { types: "2\n" });
    expect(picked.stderr).toContain("Which VM?\n  1. vm-1\n  2. vm-2\n1-2:");
    expect(picked.exitCode).toBe(0);
    expect(await readdir(homeOf("vm-1"))).toEqual([]);
    await cli.run(["stop", vmId("vm-2")]);
    expect((await cli.run("sync")).stderr).toContain("Auto-selecting VM: vm-1");
    expect(await readdir(homeOf("vm-1"))).toContain(".vimrc");
  });

  it("prints the plan of a dry run and copies nothing", async () => {
    const { cli, homeOf } = await sshFleet(1);
    await fillHome(cli.home);
    const { stdout } = await cli.run("sync --vm-name vm-1 --dry-run");
    expect(stdout).toMatch(/^Would sync 2 files \(17 B\) to: vm-1\nHeld back \(2\):\n/);
    expect(await readdir(homeOf("vm-1"))).toEqual([]);
    expect(await cli.json("sync vm-1 --dry-run")).toMatchObject({
      plan: [{ action: "copy", target: vmId("vm-1") }],
      files: 2,
      heldBack: [{}, {}],
    });
  });

  it("says what is missing: files, a running VM, a choice between options", async () => {
    const { cli } = await sshFleet(1);
    expect((await cli.run("sync vm-1")).stderr).toContain("There is no directory <home>/home.");
    expect(await cli.run("sync vm-1 --all")).toMatchObject({ exitCode: 2 });
    await cli.run(["stop", vmId("vm-1")]);
    expect(await cli.run("sync")).toMatchObject({ exitCode: 1, stdout: "" });
    expect((await cli.run("sync vm-1")).stderr).toContain("VM 'vm-1' is deallocated.");
  });
});

import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { realComponent, verifies } from "@azlin/testing";
import { describe, expect, it, vi } from "vitest";
import { InterruptedError } from "../../../src/interrupted-error.ts";
import { guestFleet } from "../../guest-fleet.ts";
import { testCli } from "../../run-cli.ts";
import { seedVms, vmId } from "../../seed-vms.ts";
import { sshFleet } from "../../ssh-fleet.ts";

const PRIVATE_KEY = `-----BEGIN OPENSSH PRIVATE KEY-----\n${"b3BlbnNzaC1rZXktdjE".repeat(8)}\n-----END OPENSSH PRIVATE KEY-----\n`;

/** A directory with a project in it, secrets and all. */
async function project(home: string): Promise<string> {
  const root = join(home, "project");
  await mkdir(join(root, ".ssh"), { recursive: true });
  await mkdir(join(root, "src"));
  await writeFile(join(root, "src", "a  b $(id).txt"), "hello");
  await writeFile(join(root, ".env"), "TOKEN=1");
  await writeFile(join(root, ".ssh", "id_github"), "secret");
  await writeFile(join(root, "notes.txt"), PRIVATE_KEY);
  await symlink(join(home, ".ssh", "azlin_key"), join(root, "link"));
  return root;
}

// The scripted guest has not got the programs that receive files.
describe.runIf(realComponent("bwrap") !== undefined)("azlin cp on guests", { timeout: 60_000 }, () => {
  it("brings a tree to a VM, to another one and back, and never what looks secret", async () => {
    verifies("V2-09");
    const { cli, on } = await guestFleet("alpha", "beta");
    const root = await project(cli.home);
    const up = await cli.run(["cp", "-r", root, "alpha:"]);
    expect(up).toMatchObject({ exitCode: 0 });
    expect(up.stdout).toContain("Success! Transferred 1 file (5 B)");
    expect(up.stdout).toContain("Held back (4):");
    expect(up.stdout).toContain("  <home>/project/.env: environment file\n");
    expect(up.stdout).toContain("  <home>/project/.ssh/id_github: SSH directory\n");
    expect(up.stdout).toMatch(/project\/notes\.txt: holds a secret: /);
    expect(await on("alpha", "find project -type f")).toBe("project/src/a  b $(id).txt\n");

    await on("alpha", "echo planted >project/.env.local; echo more >project/more.txt");
    const across = await cli.run(["cp", "-r", "alpha:project", "beta:copy/", "-o", "json"]);
    expect(JSON.parse(across.stdout)).toMatchObject({
      files: 2,
      isComplete: true,
      heldBack: [{ path: "alpha:project/.env.local" }],
      transfers: [{ source: "alpha:project", destination: "beta:copy/project", missing: [] }],
    });
    expect(await on("beta", "cd copy/project && find . -type f | sort")).toBe("./more.txt\n./src/a  b $(id).txt\n");

    await mkdir(join(cli.home, "back"));
    const down = await cli.run([
      "cp",
      "beta:copy/project/more.txt",
      "alpha:project/more.txt",
      join(cli.home, "back/x"),
    ]);
    expect(down).toMatchObject({ exitCode: 2 });
    expect(down.stderr).toContain("Two sources would be written to");
    expect(await cli.run(["cp", "beta:copy/project/more.txt", join(cli.home, "back")])).toMatchObject({ exitCode: 0 });
    expect(await readFile(join(cli.home, "back", "more.txt"), "utf8")).toBe("more\n");
  });

  it("says what is missing when the VM's disk is full, and leaves no half file", async () => {
    verifies("V2-09");
    const { cli, on } = await guestFleet("alpha");
    await mkdir(join(cli.home, "data"));
    await writeFile(join(cli.home, "data", "large.bin"), Buffer.alloc(3_000_000, 7));
    const url = `http://127.0.0.1/_emulator/vms${vmId("alpha", "fleet")}/disk`;
    await cli.emulator.fetch(new Request(url, { method: "POST", body: '{"percent":100}' }));
    const { stdout, exitCode } = await cli.run(["cp", "-r", join(cli.home, "data"), "alpha:"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("large.bin");
    expect(await on("alpha", "find . -name 'large.bin*' -size +0")).toBe("");
  });
});

describe("azlin cp", () => {
  it("copies every one of several sources", async () => {
    verifies("V2-09");
    const { cli, homeOf } = await sshFleet(1);
    for (const name of ["a", "b", "c"]) await writeFile(join(cli.home, name), name);
    const sources = ["a", "b", "c"].map((name) => join(cli.home, name));
    expect(await cli.run(["cp", ...sources, "vm-1:in/"])).toMatchObject({ exitCode: 0 });
    for (const name of ["a", "b", "c"]) expect(await readFile(join(homeOf("vm-1"), "in", name), "utf8")).toBe(name);
  });

  it("prints the plan of a dry run and copies nothing", async () => {
    const { cli, homeOf } = await sshFleet(1);
    const root = await project(cli.home);
    const { stdout, exitCode } = await cli.run(["cp", "-r", root, "vm-1:", "--dry-run"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^Transfer Plan:\n {2}Source: <home>\/project \(1 files, 5 B\)\n {2}Dest: {3}vm-1:project \(/,
    );
    expect(stdout).toMatch(/Dry run - no files transferred\n$/);
    const report = JSON.parse((await cli.run(["cp", "-r", root, "vm-1:", "--dry-run", "-o", "json"])).stdout);
    expect(report).toMatchObject({ plan: [{ action: "copy", target: "vm-1:project", files: 1, bytes: 5 }], files: 1 });
    await expect(stat(join(homeOf("vm-1"), "project"))).rejects.toThrow("ENOENT");
  });

  it("lets a file that looks secret go when it is allowed by name, and only that of its own source", async () => {
    verifies("V2-09");
    const { cli, homeOf } = await sshFleet(1);
    for (const name of ["one", "two"]) {
      await mkdir(join(cli.home, name));
      await writeFile(join(cli.home, name, ".env"), name);
    }
    const [one, two] = [join(cli.home, "one"), join(cli.home, "two")];
    const { stdout } = await cli.run(["cp", "-r", one, two, "vm-1:", "--allow", join(one, ".env")]);
    expect(stdout).toContain("Held back (1):\n  <home>/two/.env: environment file\n");
    expect(await readFile(join(homeOf("vm-1"), "one", ".env"), "utf8")).toBe("one");
    await expect(stat(join(homeOf("vm-1"), "two", ".env"))).rejects.toThrow("ENOENT");
    const wrong = await cli.run(["cp", "-r", one, "vm-1:", "--allow", one]);
    expect(wrong).toMatchObject({ exitCode: 2 });
    expect(wrong.stderr).toContain("is no file of the sources");
  });

  it("fails when a file that was named is held back", async () => {
    const { cli } = await sshFleet(1);
    const path = join(cli.home, ".env");
    await writeFile(path, "A=1");
    const { stdout, exitCode } = await cli.run(["cp", path, "vm-1:"]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /^✗ Not everything was copied: .*\nHeld back \(1\):\n {2}<home>\/\.env: environment file\n$/,
    );
    expect(await cli.run(["cp", path, "vm-1:", "--allow", path])).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ["no destination", ["vm-1:x"], "A copy has a source and a destination."],
    ["two local ends", ["/etc/hostname", "/x"], "Both ends of the copy are on this machine."],
    ["a VM that is not there", ["/etc/hostname", "ghost:"], "VM or session 'ghost' not found."],
    ["a VM that does not run", ["/etc/hostname", "vm-2:"], "VM 'vm-2' is deallocated."],
    ["a path that is not there", ["/no/such", "vm-1:"], "There is no /no/such."],
    ["an allowed file of another VM", ["vm-1:a", "/x", "--allow", "vm-2:a"], "'vm-2' is no end of this copy."],
  ])("refuses %s before it connects", async (_what, words, message) => {
    const cli = await testCli();
    seedVms(cli.emulator, 2);
    for (const vm of ["vm-1", "vm-2"]) await cli.run(["tag", "add", vmId(vm), "azlin-ssh-port=9"]);
    await cli.run(["stop", vmId("vm-2")]);
    const { stderr, stdout, exitCode } = await cli.run(["cp", ...words]);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(exitCode).toBeGreaterThan(0);
  });

  it.each([
    ["a path that is not on the VM", "vm-1:no/such", "There is no no/such on vm-1"],
    ["a directory without -r", "vm-1:.", "vm-1:. is a directory."],
  ])("refuses %s", async (_what, source, message) => {
    const { cli } = await sshFleet(1);
    const { stderr, stdout, exitCode } = await cli.run(["cp", source, join(cli.home, "x")]);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(exitCode).toBeGreaterThan(0);
  });

  it("says after Ctrl-C what is in place", async () => {
    const { cli, homeOf } = await sshFleet(1);
    await writeFile(join(cli.home, "big"), Buffer.alloc(256 * 1024 * 1024, 1));
    const interrupt = new AbortController();
    const running = cli.run(["cp", join(cli.home, "big"), "vm-1:"], { signal: interrupt.signal });
    await vi.waitFor(async () => expect(await readdir(homeOf("vm-1"))).not.toEqual([]), { timeout: 20_000 });
    interrupt.abort(new InterruptedError());
    const { stderr, exitCode } = await running;
    expect(exitCode).toBe(130);
    expect(stderr).toContain("Cancelled by user.");
    expect(stderr).toContain("of 1 files are in place; none of them is half a file. The same command goes on.");
    await expect(stat(join(homeOf("vm-1"), "big"))).rejects.toThrow("ENOENT");
  });
});

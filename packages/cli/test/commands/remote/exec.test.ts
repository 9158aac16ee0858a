import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { tagsOf, vmId } from "../../seed-vms.ts";
import { sshFleet } from "../../ssh-fleet.ts";

describe("azlin -- CMD", () => {
  it("runs on every running VM and shows a block for each", async () => {
    verifies("V2-07");
    const { cli } = await sshFleet(2);
    const { stdout, exitCode } = await cli.run(["--", "sh", "-c", "basename $PWD"]);
    expect({ stdout, exitCode }).toEqual({ stdout: "VM: vm-1\nvm-1\n\nVM: vm-2\nvm-2\n", exitCode: 0 });
  });

  it.each([
    ["blanks", "a  b"],
    ["quotes", `'"`],
    ["a line break", "a\nb"],
    ["a command", "$(id)"],
    ["a variable", "$HOME"],
    ["a leading dash", "-n"],
    ["nothing", ""],
    ["an option of azlin's own", "--dry-run"],
  ])("keeps an argument with %s as it is", async (_what, word) => {
    verifies("V2-07");
    const { cli } = await sshFleet(1);
    const line = ["-o", "json", "--", "printf", "[%s]", word];
    const { results } = JSON.parse((await cli.run(line)).stdout) as { results: { stdout: string }[] };
    expect(results[0]!.stdout).toBe(`[${word}]`);
  });

  it("ends with 1 when one of the VMs fails, and still shows the others", async () => {
    verifies("V2-07");
    const { cli } = await sshFleet(2);
    const { stdout, exitCode } = await cli.run(["--", "sh", "-c", 'test "$(basename $PWD)" = vm-1']);
    expect(exitCode).toBe(1);
    expect(stdout).toBe("VM: vm-1\n(no output)\n\nVM: vm-2\n✗ exit code 1\n");
  });

  it("reports in JSON what each VM said", async () => {
    const { cli } = await sshFleet(1);
    const report = JSON.parse(
      (await cli.run(["exec", "-o", "json", "--", "sh", "-c", "echo out; echo err >&2; exit 3"])).stdout,
    );
    expect(report).toMatchObject({
      results: [{ vm: "vm-1", ok: false, exitCode: 3, stdout: "out\n", stderr: "err\n" }],
      summary: { total: 1, succeeded: 0, failed: 1 },
    });
  });

  it("leaves out VMs that do not run, and says which", async () => {
    const { cli } = await sshFleet(2);
    await cli.run(["stop", vmId("vm-2")]);
    const { stdout, stderr } = await cli.run(["--", "true"]);
    expect(stdout).toBe("VM: vm-1\n(no output)\n");
    expect(stderr).toContain("Left out: vm-2 (deallocated).");
  });

  it("names a VM that cannot be reached, and the others are not kept from it", async () => {
    const { cli, servers } = await sshFleet(2);
    await servers[0]!.close();
    const { stdout, exitCode } = await cli.run(["--", "echo", "here"]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^VM: vm-1\n✗ .*\n[\s\S]*\n\nVM: vm-2\nhere\n$/);
  });

  it("lets no output of a VM move the cursor", async () => {
    const { cli } = await sshFleet(1);
    const { stdout } = await cli.run(["--", "printf", String.raw`\033[2Jgone`]);
    expect(stdout).toBe(`VM: vm-1\n${String.raw`\x1b[2Jgone`}\n`);
  });

  it("ends a command that takes too long", async () => {
    const { cli } = await sshFleet(1);
    const { stdout, exitCode } = await cli.run(["exec", "--command-timeout", "1", "--", "sleep", "60"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("✗ Gave up a command on vm-1 after 1000 ms.");
  });

  it("says so when nothing runs, and what is missing when there is no command", async () => {
    const { cli } = await sshFleet(1);
    await cli.run(["stop", vmId("vm-1")]);
    expect(await cli.run(["--", "true"])).toMatchObject({ stdout: "No running VMs found.\n", exitCode: 0 });
    expect((await cli.run(["--"])).stderr).toContain("What to run is missing: '-- CMD'.");
  });
});

describe("azlin w and ps", () => {
  it("show a block for each VM, or each line with its VM in front", async () => {
    verifies("V2-08");
    const { cli, servers } = await sshFleet(1);
    expect((await cli.run("w")).stdout).toMatch(/^VM: vm-1\n/);
    const { stdout } = await cli.run("ps");
    expect(stdout).toMatch(/^\[vm-1\] USER\s+PID/);
    expect((await cli.run("ps --grouped")).stdout).toMatch(/^VM: vm-1\nUSER\s+PID/);
    expect(servers[0]!.commands).toContain("w");
  });

  it("writes down that the VMs are in use, and not at every command", async () => {
    verifies("V2-11");
    const { cli } = await sshFleet(2);
    const writes = (): number => cli.emulator.journal.since().filter(({ method }) => method === "PATCH").length;
    const before = writes();
    await cli.run(["--", "true"]);
    expect(tagsOf(cli.emulator, vmId("vm-1"))?.["azlin-last-connect"]).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(writes() - before).toBe(2);
    await cli.run(["--", "true"]);
    expect(writes() - before).toBe(2);
  });
});

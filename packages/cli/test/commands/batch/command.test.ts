import { verifies } from "@azlin/testing";
import { expect, it } from "vitest";
import { vmId } from "../../seed-vms.ts";
import { sshFleet } from "../../ssh-fleet.ts";

it("runs a line of the shell on the selected VMs, and shows what it printed when asked to", async () => {
  verifies("V2-11");
  const { cli } = await sshFleet(2);
  const line = ["batch", "command", "basename $PWD | tr v V", "--all"];
  const brief = await cli.run(line);
  expect(brief.stdout).toMatch(/^✓ vm-1: exit code 0 after [\d.]+ s\n✓ vm-2: exit code 0 after [\d.]+ s\n$/);
  const { stdout, exitCode } = await cli.run([...line, "--show-output"]);
  expect({ stdout, exitCode }).toEqual({ stdout: "[vm-1]\nVm-1\n\n[vm-2]\nVm-2\n", exitCode: 0 });
});

it("keeps the words after -- as they are, and fails when one VM fails", async () => {
  verifies("V2-11");
  const { cli } = await sshFleet(2);
  const script = 'test "$(basename $PWD)" = vm-1 && printf "[%s]" "$1"';
  const words = ["--", "sh", "-c", script, "sh", "a  b"];
  const { stdout, exitCode } = await cli.run(["batch", "command", "--vm-pattern", "vm-*", "-o", "json", ...words]);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    results: [
      { vm: "vm-1", ok: true, stdout: "[a  b]" },
      { vm: "vm-2", ok: false, exitCode: 1 },
    ],
    summary: { total: 2, succeeded: 1, failed: 1 },
  });
});

it("lets no output of a VM move the cursor, and says when there is none", async () => {
  const { cli } = await sshFleet(1);
  const shown = ["batch", "command", "--all", "--show-output", "--"];
  const { stdout } = await cli.run([...shown, "printf", String.raw`\033[2Jgone`]);
  expect(stdout).toBe(`[vm-1]\n${String.raw`\x1b[2Jgone`}\n`);
  expect((await cli.run([...shown, "true"])).stdout).toBe("[vm-1]\n(no output)\n");
});

it("leaves out selected VMs that do not run, and --dry-run runs nothing", async () => {
  const { cli, servers } = await sshFleet(2);
  await cli.run(["stop", vmId("vm-2")]);
  const { stdout, stderr } = await cli.run("batch command uptime --all --dry-run -o json");
  expect(JSON.parse(stdout)).toEqual({ plan: [{ action: "run", target: vmId("vm-1"), reason: "uptime" }] });
  expect(stderr).toContain("Left out: vm-2 (deallocated).");
  expect(servers[0]!.commands).toEqual([]);
  expect((await cli.run("batch command uptime --vm-pattern *-2")).stdout).toBe("No running VMs match.\n");
});

it.each([["batch command --all"], ["batch command uptime --all -- uptime"]])(
  "refuses '%s': it does not say what to run",
  async (line) => {
    const { cli } = await sshFleet(1);
    const { stderr, exitCode } = await cli.run(line);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Give what to run, either as one line or after '--'.");
  },
);

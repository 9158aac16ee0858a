import { verifies } from "@azlin/testing";
import { expect, it } from "vitest";
import { InterruptedError } from "../../../src/interrupted-error.ts";
import { testCli, type TestCli } from "../../run-cli.ts";
import { seedVms, vmId } from "../../seed-vms.ts";

async function fleet(vms: number): Promise<TestCli> {
  const cli = await testCli();
  seedVms(cli.emulator, vms);
  return cli;
}

async function states(cli: TestCli): Promise<string[]> {
  const vms = (await cli.json("list")) as { name: string; powerState: string }[];
  return vms.map(({ name, powerState }) => `${name} ${powerState}`);
}

it("stops the selected VMs and starts them again, and leaves the others alone", async () => {
  verifies("V2-11");
  const cli = await fleet(3);
  const { stdout, stderr, exitCode } = await cli.run("batch stop --vm-pattern VM-[12] --yes");
  expect(exitCode).toBe(0);
  expect(stdout).toBe(
    "✓ vm-1: done, was running\n✓ vm-2: done, was running\nBatch Stop Summary: Total 2, Succeeded 2, Failed 0\n",
  );
  expect(stderr).toContain("2 of 3 VMs selected.");
  expect(stderr).toContain("Compute is no longer billed");
  expect(await states(cli)).toEqual(["vm-1 deallocated", "vm-2 deallocated", "vm-3 running"]);
  expect(await cli.json("batch start --all --yes")).toMatchObject({
    results: [
      { vm: "vm-1", ok: true, action: "start", outcome: "done" },
      { vm: "vm-2", ok: true },
      { vm: "vm-3", ok: true, action: "none", outcome: "unchanged" },
    ],
    summary: { total: 3, succeeded: 3, failed: 0 },
  });
  expect(await states(cli)).toEqual(["vm-1 running", "vm-2 running", "vm-3 running"]);
});

it("only stops VMs with --no-deallocate, and says that they are still billed", async () => {
  const cli = await fleet(1);
  const { stderr } = await cli.run("batch stop --all --no-deallocate --yes");
  expect(stderr).toContain("billed like a running one");
  expect(await states(cli)).toEqual(["vm-1 stopped"]);
});

it.each([
  ["--tag env=dev", ["vm-2"]],
  ["--tag ENV", ["vm-2", "vm-3"]],
  ["--tag env --tag tier=gold", ["vm-3"]],
  ["--vm-pattern *-1", ["vm-1"]],
  ["--all", ["vm-1", "vm-2", "vm-3"]],
  ["--all --rg elsewhere", []],
])("selects by %s, and --dry-run changes nothing", async (selection, expected) => {
  verifies("V2-11");
  const cli = await fleet(3);
  await cli.run(["tag", "add", vmId("vm-2"), "env=dev"]);
  await cli.run(["tag", "add", vmId("vm-3"), "env=prod", "tier=gold"]);
  const { plan = [] } = (await cli.json(`batch stop ${selection} --dry-run`)) as { plan?: { target: string }[] };
  expect(plan.map(({ target }) => target.split("/").at(-1))).toEqual(expected);
  expect(await states(cli)).toEqual(["vm-1 running", "vm-2 running", "vm-3 running"]);
});

it.each([
  ["", "Must specify --tag, --vm-pattern, or --all."],
  [" --all --tag env", "--tag and --all cannot be used together."],
  [" --all --vm-pattern vm", "--vm-pattern and --all cannot be used together."],
  [" --tag =x", "'=x' is not a tag."],
  [" --all --max-workers 0", "It is less than 1."],
])("refuses 'batch start%s'", async (selection, message) => {
  const cli = await fleet(1);
  const { stderr, exitCode } = await cli.run(`batch start${selection}`);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});

it("says that no VM matches, which is no failure", async () => {
  const cli = await fleet(1);
  const { stdout, stderr, exitCode } = await cli.run("batch stop --vm-pattern other --yes");
  expect({ stdout, exitCode }).toEqual({ stdout: "No VMs match.\n", exitCode: 0 });
  expect(stderr).toContain("0 of 1 VMs selected.");
});

it("asks first, naming the VMs with their groups, and does nothing after a no or with nobody there", async () => {
  const cli = await fleet(2);
  const asked = await cli.run("batch stop --all", { types: "n\n" });
  expect(asked).toMatchObject({ stdout: "Cancelled.\n", exitCode: 0 });
  expect(asked.stderr).toMatch(/vm-1 +running +fleet-01 +0{8}-/);
  expect(asked.stderr).toContain("Stop these 2 VMs? [y/N]");
  expect((await cli.run("batch stop --all")).exitCode).toBe(2);
  expect(await states(cli)).toEqual(["vm-1 running", "vm-2 running"]);
});

it("goes on after a failure and is then partly failed", async () => {
  verifies("V2-11", "V2-14");
  const cli = await fleet(3);
  cli.emulator.faults.set("busy", { match: { path: "*/vm-1/deallocate" }, effect: { status: 409, code: "Conflict" } });
  const { stdout, exitCode } = await cli.run("batch stop --all --yes");
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/Failed VMs:\n✗ vm-1: failed: .+\nBatch Stop Summary: Total 3, Succeeded 2, Failed 1\n$/);
  expect(await states(cli)).toEqual(["vm-1 running", "vm-2 deallocated", "vm-3 deallocated"]);
});

it("says on Ctrl-C which VMs are done, under way and not begun", async () => {
  verifies("V2-14");
  const cli = await fleet(3);
  const interrupt = new AbortController();
  cli.emulator.faults.set("slow", { match: { path: "*/vm-2/deallocate" }, effect: { delayMs: 1_500 } });
  const running = cli.run("batch stop --all --yes --max-workers 1 -o json", { signal: interrupt.signal });
  await expect.poll(() => cli.emulator.faults.list()[0]?.hits, { timeout: 10_000 }).toBe(1);
  interrupt.abort(new InterruptedError());
  const { stdout, exitCode } = await running;
  expect(exitCode).toBe(130);
  expect(JSON.parse(stdout)).toMatchObject({
    results: [{ outcome: "done" }, { outcome: "under way" }, { outcome: "not begun", error: { code: "INTERRUPTED" } }],
    summary: { total: 3, succeeded: 1, failed: 2 },
  });
});

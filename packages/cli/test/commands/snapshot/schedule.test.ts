import { systemClock } from "@azlin/core";
import { verifies } from "@azlin/testing";
import { expect, it } from "vitest";
import { testCli, type TestCli } from "../../run-cli.ts";
import { seedVms, tagsOf, vmId } from "../../seed-vms.ts";

const HOUR_MS = 3_600_000;

async function fleet(vms: number): Promise<TestCli> {
  const cli = await testCli();
  seedVms(cli.emulator, vms);
  return cli;
}

/** Does something in the local Azure's past. */
async function hoursAgo<T>(cli: TestCli, hours: number, work: () => Promise<T>): Promise<T> {
  cli.emulator.clock.restore(systemClock.now() - hours * HOUR_MS, "real");
  const result = await work();
  cli.emulator.clock.restore(systemClock.now(), "real");
  return result;
}

it("takes what is due, and lets the oldest scheduled one go once the new one is there", async () => {
  verifies("V2-11");
  const cli = await fleet(2);
  expect((await cli.run("snapshot enable vm-1 --every 6 --keep 1")).stdout).toBe(
    "Snapshots of 'vm-1' are taken every 6 hours, 1 stay.\n",
  );
  expect((await cli.run("snapshot status vm-1")).stdout).toContain("Next:       due now: azlin snapshot sync");
  await hoursAgo(cli, 7, () => cli.run("snapshot create vm-1"));
  const first = await hoursAgo(cli, 6.5, () => cli.run("snapshot sync"));
  expect(first.stdout).toMatch(/^✓ vm-1: created vm-1-snapshot-[\d-]+\n$/);

  const { plan } = (await cli.json("snapshot sync --dry-run")) as { plan: { action: string }[] };
  expect(plan.map(({ action }) => action)).toEqual(["create snapshot", "delete"]);
  expect(await cli.json("snapshot list vm-1")).toHaveLength(2);

  const { stdout, exitCode } = await cli.run("snapshot sync");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^✓ vm-1: created vm-1-snapshot-[\d-]+\n {2}deleted vm-1-snapshot-[\d-]+\n$/);
  const kinds = ((await cli.json("snapshot list vm-1")) as { kind: string }[]).map(({ kind }) => kind);
  expect(kinds.toSorted()).toEqual(["manual", "scheduled"]);
  const { stdout: idle, stderr } = await cli.run("snapshot sync --vm vm-1");
  expect(idle).toBe("No snapshot is due.\n");
  expect(stderr).toMatch(/vm-1: next \d{4}-/);
});

it("keeps the old snapshot when the new one fails, and is then failed", async () => {
  verifies("V2-11", "V2-14");
  const cli = await fleet(2);
  await cli.run("snapshot enable vm-1 --every 1 --keep 1");
  await cli.run("snapshot enable vm-2 --every 1");
  await hoursAgo(cli, 2, () => cli.run("snapshot sync"));
  cli.emulator.faults.set("full", { match: { method: "PUT", path: "*/snapshots/vm-1-*" }, effect: { status: 403 } });
  const { stdout, exitCode } = await cli.run("snapshot sync -o json");
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    results: [
      { vm: "vm-1", ok: false, created: null, deleted: [], error: { code: "PERMISSION_DENIED" } },
      { vm: "vm-2", ok: true },
    ],
    summary: { total: 2, succeeded: 1, failed: 1 },
  });
  expect(await cli.json("snapshot list vm-1")).toHaveLength(1);
});

it("keeps the schedule in a tag, tells it, and takes it away", async () => {
  const cli = await fleet(1);
  const { plan } = (await cli.json("snapshot enable vm-1 --dry-run")) as { plan: unknown[] };
  expect(plan).toEqual([
    { action: "merge tags", target: vmId("vm-1"), reason: "The schedule is to be 'every=24h,keep=2'." },
  ]);
  expect(tagsOf(cli.emulator, vmId("vm-1"))).not.toHaveProperty("azlin-snapshot-schedule");
  await cli.run("snapshot enable vm-1");
  expect(await cli.json("snapshot status vm-1")).toEqual({
    vm: "vm-1",
    id: vmId("vm-1"),
    schedule: { everyHours: 24, keep: 2 },
    last: null,
    next: null,
    isDue: true,
    snapshots: { scheduled: 0, total: 0 },
  });
  expect(((await cli.json("snapshot disable vm-1 --dry-run")) as { plan: unknown[] }).plan).toHaveLength(1);
  expect((await cli.run("snapshot disable vm-1")).stdout).toBe("Snapshots of 'vm-1' are no longer scheduled.\n");
  expect((await cli.run("snapshot status vm-1")).stdout).toContain("Schedule:   none\n");
  expect((await cli.run("snapshot sync")).stdout).toBe("No snapshot is due.\n");
});

it("calls a schedule that cannot be understood a failure, and takes the others", async () => {
  const cli = await fleet(2);
  await cli.run("snapshot enable vm-1");
  await cli.run(["tag", "add", vmId("vm-2"), "azlin-snapshot-schedule=daily"]);
  expect(await cli.run("snapshot status vm-2")).toMatchObject({ exitCode: 2 });
  const { stdout, exitCode } = await cli.run("snapshot sync");
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^✓ vm-1: created .+\n✗ vm-2: 'daily' is not a schedule of snapshots\.\n$/);
});

it.each(["--every 0", "--every 9000", "--keep 0", "--keep 101", "--every daily"])("refuses %s", async (option) => {
  const cli = await fleet(1);
  expect((await cli.run(`snapshot enable vm-1 ${option}`)).exitCode).toBe(2);
});

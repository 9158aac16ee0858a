import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { expect, it } from "vitest";
import { InterruptedError } from "../../../src/interrupted-error.ts";
import { testCli, type TestCli } from "../../run-cli.ts";
import { SUBSCRIPTION, vmId } from "../../seed-vms.ts";

const OLD = { "managed-by": "azlin", "azlin-created": "2026-01-01T00:00:00Z" };
const LOCKS = "*/Microsoft.Authorization/locks";

/** Lets Azure tell these locks, so many times. */
function tellLocks(cli: TestCli, scopes: readonly string[], times?: number): void {
  const value = scopes.map((scope) => ({ id: `${scope}/providers/Microsoft.Authorization/locks/keep`, name: "keep" }));
  cli.emulator.faults.set(`locks ${times}`, {
    match: { method: "GET", path: LOCKS },
    effect: { status: 200, body: JSON.stringify({ value }), headers: { "content-type": "application/json" } },
    ...(times !== undefined && { times }),
  });
}

/** VMs `vm-1`, … that are old, were never used and do not run, in an Azure that tells its locks. */
async function oldFleet(vms: number, locked: readonly string[] = []): Promise<TestCli> {
  const cli = await testCli();
  cli.emulator.seed({ fleet: { vms, tags: OLD } });
  await cli.run("batch stop --all --yes");
  tellLocks(cli, locked);
  return cli;
}

async function names(cli: TestCli): Promise<string[]> {
  return ((await cli.json("list")) as { name: string }[]).map(({ name }) => name);
}

interface Look {
  readonly candidates: readonly { vm: string; ageDays: number; idleDays: number | null }[];
  readonly kept: readonly { vm: string; reason: string }[];
}

async function look(cli: TestCli, options = ""): Promise<Look> {
  return (await cli.json(`prune --dry-run${options}`)) as Look;
}

it("deletes what is old and not used, with all that belongs to it, and leaves the rest", async () => {
  verifies("V2-11");
  const cli = await oldFleet(2);
  await cli.run("start vm-2");
  const { stdout, stderr, exitCode } = await cli.run("prune --force");
  expect(exitCode).toBe(0);
  expect(stdout).toBe("✓ vm-1: deleted\nPrune Summary: Total 1, Deleted 1, Failed 0\n");
  expect(stderr).toContain("Kept vm-2: It is running.");
  expect(await names(cli)).toEqual(["vm-2"]);
  expect([...cli.emulator.world.store.all()].filter(({ body }) => body.name.startsWith("vm-1"))).toEqual([]);
});

it("shows with --dry-run the very VMs and resources that would go, and deletes nothing", async () => {
  verifies("V2-11");
  const cli = await oldFleet(1);
  const { stdout, stderr } = await cli.run("prune --dry-run");
  expect(stdout).toMatch(/^SESSION NAME +VM NAME +AGE \(DAYS\) +IDLE \(DAYS\) +STATUS +LOCATION +SIZE\n/);
  expect(stdout).toMatch(/- +vm-1 +\d+ +Never +deallocated +westus2 +Standard_D2s_v5/);
  expect(stdout).toContain(`Subscription:    ${SUBSCRIPTION}`);
  expect(stderr).toContain("DRY RUN: 1 VM(s) would be deleted.");
  const { plan } = (await cli.json("prune --dry-run")) as { plan: { target: string }[] };
  expect(plan.map(({ target }) => target.split("/").at(-1))).toEqual(["vm-1", "vm-1-nic", "vm-1-ip", "vm-1_OsDisk_1"]);
  expect(await names(cli)).toEqual(["vm-1"]);
});

it.each([
  ["with a session tag", ["azlin-session=dev"], "It has the session name 'dev'."],
  ["with the tag azlin-protected", ["azlin-protected=yes"], "It is protected."],
  ["that was used today", [`azlin-last-connect=${new Date().toISOString()}`], "It was used in the last 1 day."],
  ["whose age nobody knows", ["azlin-created=soon"], "Nobody knows how old it is."],
])("keeps a VM %s", async (_what, tags, reason) => {
  verifies("V2-11");
  const cli = await testCli();
  const change = Object.fromEntries(tags.map((tag) => tag.split("=") as [string, string]));
  cli.emulator.seed({ fleet: { vms: 1, tags: { ...OLD, ...change } } });
  await cli.run("batch stop --all --yes");
  tellLocks(cli, []);
  const { candidates, kept } = await look(cli);
  expect(candidates).toEqual([]);
  expect(kept).toMatchObject([{ vm: "vm-1", reason }]);
});

it("keeps a VM with a session in the configuration file alone, unless named ones are meant", async () => {
  verifies("V2-11");
  const cli = await oldFleet(1);
  await writeFile(cli.config, '[session_names]\nVM-1 = "dev"\n');
  expect((await look(cli)).kept).toMatchObject([{ vm: "vm-1", reason: "It has a session name." }]);
  expect((await look(cli, " --include-named")).candidates).toMatchObject([{ vm: "vm-1", idleDays: null }]);
});

it.each([
  ["the VM", vmId("vm-1")],
  ["its group", vmId("vm-1").split("/providers")[0]!],
  ["its disk alone", vmId("vm-1").replace("virtualMachines/vm-1", "disks/vm-1_OsDisk_1")],
])("keeps a VM when a lock is on %s", async (_what, scope) => {
  verifies("V2-11");
  const cli = await oldFleet(1, [scope]);
  expect(await look(cli)).toMatchObject({ candidates: [], kept: [{ vm: "vm-1", reason: "A lock protects it." }] });
});

it("deletes nothing when the locks cannot be read, and is then failed", async () => {
  verifies("V2-11", "V2-14");
  const cli = await oldFleet(1);
  cli.emulator.faults.clear();
  cli.emulator.faults.set("denied", { match: { path: LOCKS }, effect: { status: 403, code: "AuthorizationFailed" } });
  const { stdout, stderr, exitCode } = await cli.run("prune --force");
  expect({ stdout, exitCode }).toEqual({ stdout: "No VMs eligible for pruning.\n", exitCode: 1 });
  expect(stderr).toContain("Whether locks protect VMs is not known, so all of them stay:");
  expect(stderr).toContain("Kept vm-1: Nobody knows whether a lock protects it.");
  expect((await cli.run("prune --dry-run")).exitCode).toBe(0);
  expect(await names(cli)).toEqual(["vm-1"]);
});

it("heeds what earlier versions kept of connections, and keeps all when it cannot be understood", async () => {
  const cli = await oldFleet(2);
  const connections = join(cli.home, "connections.toml");
  await writeFile(connections, `[vm-1]\nlast_connected = "${new Date().toISOString()}"\n`);
  expect(await look(cli)).toMatchObject({
    candidates: [{ vm: "vm-2" }],
    kept: [{ vm: "vm-1", reason: "It was used in the last 1 day." }],
  });
  await writeFile(connections, `[vm-1]\nlast_connected = "yesterday"\n`);
  const { stderr } = await cli.run("prune --dry-run");
  expect(stderr).toContain("Kept vm-1, vm-2: Nobody knows when it was last used.");
});

it("looks at age and idle time in days, and at running VMs only when asked to", async () => {
  const cli = await oldFleet(1);
  expect((await look(cli, " --age-days 36500")).kept).toMatchObject([{ reason: "It is less than 36500 days old." }]);
  await cli.run("start vm-1");
  expect((await look(cli, " --include-running --idle-days 400")).candidates).toHaveLength(1);
  expect((await cli.run("prune --age-days 0")).exitCode).toBe(2);
  expect((await cli.run("prune --idle-days -1")).exitCode).toBe(2);
});

it("asks first, and deletes nothing after a no or with nobody there", async () => {
  const cli = await oldFleet(1);
  const { stdout, stderr } = await cli.run("prune", { types: "n\n" });
  expect(stdout).toBe("Cancelled.\n");
  expect(stderr).toContain("Delete 1 VM(s)? [y/N]");
  expect(stderr).toMatch(/NIC: +vm-1-nic/);
  expect((await cli.run("prune")).exitCode).toBe(2);
  expect(await names(cli)).toEqual(["vm-1"]);
});

it("looks again after the question: what was protected meanwhile stays", async () => {
  verifies("V2-11");
  const cli = await oldFleet(1);
  cli.emulator.faults.clear();
  tellLocks(cli, [], 1);
  tellLocks(cli, [vmId("vm-1")]);
  const { stdout, stderr } = await cli.run("prune", { types: "y\n" });
  expect(stdout).toBe("Prune Summary: Total 0, Deleted 0, Failed 0\n");
  expect(stderr).toContain("Kept vm-1: A lock protects it.");
  expect(await names(cli)).toEqual(["vm-1"]);
});

it("says on Ctrl-C what became of each VM", async () => {
  verifies("V2-14");
  const cli = await oldFleet(2);
  const interrupt = new AbortController();
  cli.emulator.faults.set("slow", { match: { method: "DELETE", path: "*/vm-1" }, effect: { delayMs: 1_000 } });
  const running = cli.run("prune --yes --max-workers 1 -o json", { signal: interrupt.signal });
  await expect.poll(() => cli.emulator.faults.list().find(({ name }) => name === "slow")?.hits).toBe(1);
  interrupt.abort(new InterruptedError());
  const { stdout, stderr, exitCode } = await running;
  expect(exitCode).toBe(130);
  expect(JSON.parse(stdout)).toMatchObject({
    results: [
      { vm: "vm-1", ok: false, error: { code: "INTERRUPTED" } },
      { vm: "vm-2", ok: false, error: { code: "INTERRUPTED" } },
    ],
  });
  expect(stderr).toContain("What was begun goes on in Azure: 'azlin list' and 'azlin orphans list' show what is left.");
  expect(await names(cli)).toContain("vm-2");
});

it("goes on after a failure, says what is left, and is then partly failed", async () => {
  verifies("V2-14");
  const cli = await oldFleet(2);
  cli.emulator.faults.set("busy", {
    match: { method: "DELETE", path: "*/vm-1" },
    effect: { status: 409, code: "Conflict", message: "Busy." },
  });
  const { stdout, exitCode } = await cli.run("prune --yes -o json");
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    results: [
      { vm: "vm-1", ok: false, status: "failed" },
      { vm: "vm-2", ok: true, status: "deleted" },
    ],
    summary: { total: 2, succeeded: 1, failed: 1 },
  });
  expect(await names(cli)).toEqual(["vm-1"]);
});

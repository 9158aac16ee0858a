import { systemClock } from "@azlin/core";
import { verifies } from "@azlin/testing";
import { expect, it } from "vitest";
import { testCli, type TestCli } from "../../run-cli.ts";
import { SUBSCRIPTION } from "../../seed-vms.ts";

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/left`;
const OURS = { "managed-by": "azlin" };

interface Leftover {
  readonly type: string;
  readonly name: string;
  readonly sku?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties?: object;
}

const ADDRESS: Leftover = { type: "Microsoft.Network/publicIPAddresses", name: "dev-ip", sku: "Standard" };
const DISK: Leftover = {
  type: "Microsoft.Compute/disks",
  name: "dev-os",
  sku: "UltraSSD_LRS",
  properties: { diskState: "Unattached", diskSizeGB: 64 },
};

/** Leftovers that were made some hours ago. */
async function leftovers(all: readonly Leftover[], hoursAgo = 2): Promise<TestCli> {
  const cli = await testCli();
  cli.emulator.clock.restore(systemClock.now() - hoursAgo * 3_600_000, "real");
  cli.emulator.seed({ id: GROUP, body: { location: "westus2", properties: { provisioningState: "Succeeded" } } });
  for (const { type, name, sku = "Standard", tags = OURS, properties = {} } of all) {
    const body = { location: "westus2", tags, sku: { name: sku } };
    cli.emulator.seed({
      id: `${GROUP}/providers/${type}/${name}`,
      body: { ...body, properties: { provisioningState: "Succeeded", ...properties } },
    });
  }
  cli.emulator.clock.restore(systemClock.now(), "real");
  return cli;
}

function isThere(cli: TestCli, { type, name }: Leftover): boolean {
  return cli.emulator.world.store.has(`${GROUP}/providers/${type}/${name}`);
}

it("lists what nothing uses with what it costs, and an unknown price is not 0", async () => {
  verifies("V2-05", "V2-11");
  const cli = await leftovers([ADDRESS, DISK]);
  const { stdout, stderr } = await cli.run("orphans list");
  expect(stdout).toMatch(/^KIND +NAME +RESOURCE GROUP +SIZE +COST\/MONTH +REASON\n/);
  expect(stdout).toMatch(/public-ip +dev-ip +left +- +\$3\.65 +No interface, gateway or load balancer uses it\.\n/);
  expect(stdout).toMatch(/disk +dev-os +left +64 GB +unknown +It is attached to no VM\.\n/);
  expect(stderr).toContain("Total: 2, about $3.65 a month, and 1 of unknown price");
  expect(await cli.json("orphans list --kind disk")).toMatchObject({
    orphans: [{ name: "dev-os", kind: "disk", sizeGb: 64, monthlyCostUsd: null }],
    summary: { total: 1, monthlyCostUsd: 0, unpriced: 1 },
  });
});

it.each([
  ["is younger than an hour", ADDRESS, 0.5],
  ["is not azlin's", { ...ADDRESS, tags: { team: "core" } }, 2],
  ["is in use", { ...ADDRESS, properties: { natGateway: { id: `${GROUP}/nat` } } }, 2],
])("leaves alone what %s", async (_what, leftover, hoursAgo) => {
  verifies("V2-11");
  const cli = await leftovers([leftover], hoursAgo);
  expect((await cli.run("orphans list")).stderr).toContain("No orphans found.");
  expect((await cli.run("orphans delete --force")).exitCode).toBe(0);
  expect(isThere(cli, leftover)).toBe(true);
});

it("deletes what it lists, of one kind, within a group, and reports each", async () => {
  verifies("V2-11");
  const cli = await leftovers([ADDRESS, DISK]);
  expect(await cli.json("orphans delete --rg elsewhere --force")).toMatchObject({ summary: { total: 0 } });
  const { stdout, exitCode } = await cli.run("orphans delete --kind public-ip --force");
  expect(exitCode).toBe(0);
  expect(stdout).toBe("✓ dev-ip: deleted\nDeletion Summary: Total 1, Deleted 1, Failed 0\n");
  expect([isThere(cli, ADDRESS), isThere(cli, DISK)]).toEqual([false, true]);
});

it("prints the plan with --dry-run, asks without --yes, and deletes nothing then", async () => {
  const cli = await leftovers([ADDRESS, DISK]);
  expect(await cli.json("orphans delete --dry-run")).toMatchObject({
    plan: [
      { action: "delete", target: `${GROUP}/providers/${ADDRESS.type}/dev-ip` },
      { action: "delete", target: `${GROUP}/providers/${DISK.type}/dev-os` },
    ],
    monthlyCostUsd: 3.65,
    unpriced: 1,
  });
  const { stdout, stderr } = await cli.run("orphans delete", { types: "no\n" });
  expect(stdout).toBe("Cancelled.\n");
  expect(stderr).toContain(`Subscription: ${SUBSCRIPTION}`);
  expect(stderr).toContain("Delete these 2 resources? [y/N]");
  expect((await cli.run("orphans delete")).exitCode).toBe(2);
  expect([isThere(cli, ADDRESS), isThere(cli, DISK)]).toEqual([true, true]);
});

it("goes on after a failure, and is then partly failed", async () => {
  verifies("V2-14");
  const cli = await leftovers([ADDRESS, DISK]);
  cli.emulator.faults.set("locked", {
    match: { method: "DELETE", path: "*/dev-ip" },
    effect: { status: 409, code: "ScopeLocked", message: "Locked." },
  });
  const { stdout, exitCode } = await cli.run("orphans delete --yes -o json");
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    results: [
      { name: "dev-ip", ok: false, status: "remaining", error: { code: "CONFLICT" } },
      { name: "dev-os", ok: true, status: "deleted" },
    ],
    summary: { total: 2, succeeded: 1, failed: 1 },
  });
});

it("is an error, not an empty list, when something cannot be read", async () => {
  const cli = await leftovers([ADDRESS]);
  cli.emulator.faults.set("denied", { match: { method: "GET", path: "*/dev-ip" }, effect: { status: 403 } });
  expect((await cli.run("orphans list")).exitCode).toBe(3);
  expect((await cli.run("orphans list --kind volume")).exitCode).toBe(2);
});

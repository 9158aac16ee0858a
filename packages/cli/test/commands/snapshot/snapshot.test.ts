import { verifies } from "@azlin/testing";
import { expect, it } from "vitest";
import { InterruptedError } from "../../../src/interrupted-error.ts";
import { testCli, type TestCli } from "../../run-cli.ts";
import { seedVms, SUBSCRIPTION, vmId } from "../../seed-vms.ts";

async function fleet(vms: number): Promise<TestCli> {
  const cli = await testCli();
  seedVms(cli.emulator, vms);
  return cli;
}

interface Made {
  readonly snapshot: { readonly id: string; readonly name: string };
}

it("takes a snapshot, lists it with its cost, and deletes it", async () => {
  verifies("V2-11");
  const cli = await fleet(1);
  const { stdout, stderr, exitCode } = await cli.run("snapshot create vm-1");
  expect(exitCode).toBe(0);
  const name = /^Created snapshot '(vm-1-snapshot-\d{8}-\d{6})' of VM 'vm-1'\.\n$/.exec(stdout)![1]!;
  expect(stderr).toContain("'vm-1' is running: the snapshot is as after a power cut.");
  const listed = await cli.run("snapshot list vm-1");
  expect(listed.stdout).toMatch(/^NAME +VM +SIZE +CREATED +KIND +STATUS +COST\/MONTH\n/);
  expect(listed.stdout).toMatch(new RegExp(`${name} +vm-1 +30 GB +\\S+Z +manual +Succeeded +\\$1\\.50\n$`));
  expect(listed.stderr).toContain("Total: 1 snapshots (30 GB)");
  expect(listed.stderr).toContain("at most about $1.50 a month");
  expect((await cli.run(`snapshot delete ${name} --yes`)).stdout).toBe(`Deleted snapshot '${name}'.\n`);
  expect(await cli.json("snapshot list")).toEqual([]);
});

it("gives two snapshots of the same second names of their own", async () => {
  const cli = await fleet(1);
  const first = (await cli.json("snapshot create vm-1")) as Made;
  const { plan } = (await cli.json("snapshot create vm-1 --dry-run")) as { plan: { target: string }[] };
  expect(plan).toMatchObject([{ action: "create", reason: "It was asked for." }]);
  expect(plan[0]!.target).not.toBe(first.snapshot.id);
  expect(await cli.json("snapshot list")).toHaveLength(1);
});

it("lists those of one VM, of one group, and with --all those of others", async () => {
  const cli = await fleet(2);
  await cli.run("snapshot create vm-1");
  await cli.run("snapshot create vm-2");
  cli.emulator.seed({
    id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/fleet-01/providers/Microsoft.Compute/snapshots/theirs`,
    body: { location: "westus2", properties: { provisioningState: "Succeeded" } },
  });
  expect(await cli.json("snapshot list vm-1")).toMatchObject([{ vmId: vmId("vm-1"), kind: "manual", sizeGb: 30 }]);
  expect(await cli.json("snapshot list")).toHaveLength(2);
  expect(await cli.json("snapshot list --rg elsewhere")).toEqual([]);
  const { stdout, stderr } = await cli.run("snapshot list --all");
  expect(stdout).toMatch(/theirs +- +- +- +foreign +Succeeded +unknown/);
  expect(stderr).toContain("60 GB, and 1 of unknown size");
  expect(stderr).toContain("and 1 of unknown price");
});

it("asks before it deletes, with all there is to know, and refuses those of others without --force", async () => {
  const cli = await fleet(1);
  const { snapshot } = (await cli.json("snapshot create vm-1")) as Made;
  const { stdout, stderr } = await cli.run(`snapshot delete ${snapshot.id}`, { types: "n\n" });
  expect(stdout).toBe("Cancelled.\n");
  expect(stderr).toContain(`Subscription:    ${SUBSCRIPTION}`);
  expect(stderr).toContain(`VM:              ${vmId("vm-1")}`);
  expect((await cli.run(`snapshot delete ${snapshot.name}`)).exitCode).toBe(2);
  const { plan } = (await cli.json(`snapshot delete ${snapshot.name} --dry-run`)) as { plan: unknown[] };
  expect(plan).toEqual([{ action: "delete", target: snapshot.id, reason: "It was asked for." }]);
  expect(await cli.json("snapshot list")).toHaveLength(1);

  const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/fleet-01`;
  cli.emulator.seed({
    id: `${group}/providers/Microsoft.Compute/snapshots/theirs`,
    body: { location: "westus2", properties: { provisioningState: "Succeeded" } },
  });
  const refused = await cli.run("snapshot delete theirs --yes");
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain("azlin did not take the snapshot 'theirs'.");
  expect((await cli.run("snapshot delete theirs --force")).exitCode).toBe(0);
});

it.each([
  ["snapshot create nope", "VM or session 'nope' not found"],
  ["snapshot list nope", "VM or session 'nope' not found"],
  ["snapshot delete nope --yes", "There is no snapshot 'nope'."],
  ["snapshot restore vm-1 nope --yes", "There is no snapshot 'nope'."],
])("says what '%s' does not find", async (line, message) => {
  const cli = await fleet(1);
  const { stderr, exitCode } = await cli.run(line);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(message);
});

it("says on Ctrl-C which snapshot may be there", async () => {
  verifies("V2-14");
  const cli = await fleet(1);
  const interrupt = new AbortController();
  cli.emulator.faults.set("slow", { match: { method: "PUT", path: "*/snapshots/*" }, effect: { delayMs: 1_500 } });
  const running = cli.run("snapshot create vm-1", { signal: interrupt.signal });
  await expect.poll(() => cli.emulator.faults.list()[0]?.hits, { timeout: 10_000 }).toBe(1);
  interrupt.abort(new InterruptedError());
  const { stderr, exitCode } = await running;
  expect(exitCode).toBe(130);
  expect(stderr).toMatch(/Azure still takes it: vm-1-snapshot-/);
});

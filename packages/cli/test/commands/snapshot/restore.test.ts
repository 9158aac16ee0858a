import { join } from "node:path";
import { ensureSshKey } from "@azlin/ssh";
import { verifies } from "@azlin/testing";
import { expect, it } from "vitest";
import { InterruptedError } from "../../../src/interrupted-error.ts";
import { guestFleet } from "../../guest-fleet.ts";
import { testCli, type TestCli } from "../../run-cli.ts";
import { seedVms, SUBSCRIPTION } from "../../seed-vms.ts";
import { sshFleet } from "../../ssh-fleet.ts";

interface Made {
  readonly snapshot: { readonly name: string };
}

async function seeded(): Promise<{ cli: TestCli; name: string }> {
  const cli = await testCli();
  seedVms(cli.emulator, 2);
  const { snapshot } = (await cli.json("snapshot create vm-1")) as Made;
  return { cli, name: snapshot.name };
}

function disksOf(cli: TestCli, vm: string): string[] {
  const disks = [...cli.emulator.world.store.all()].filter(({ body }) => body.type === "Microsoft.Compute/disks");
  return disks.map(({ body }) => body.name).filter((name) => name.startsWith(vm));
}

it("brings the files of the snapshot back, waits for SSH, and keeps the old disk", async () => {
  verifies("V2-11");
  const { cli, on } = await guestFleet("alpha");
  await on("alpha", "echo before > state");
  const { snapshot } = (await cli.json("snapshot create alpha")) as Made;
  await on("alpha", "echo after > state");
  const { stdout, exitCode } = await cli.run(`snapshot restore alpha ${snapshot.name} --force`);
  expect(stdout).toMatch(/^✓ VM 'alpha' is back at 'alpha-snapshot-.+'\.\n {2}Stays: alpha\S+ \(.+ a month\)\n$/);
  expect(exitCode).toBe(0);
  expect(await on("alpha", "cat state")).toBe("before\n");
  expect(disksOf(cli, "alpha")).toHaveLength(2);
});

it("gives the VM its old disk back when SSH does not answer", async () => {
  verifies("V2-11");
  const { cli, servers } = await sshFleet(1);
  const { snapshot } = (await cli.json("snapshot create vm-1")) as Made;
  await servers[0]!.close();
  const { stdout, exitCode } = await cli.run(`snapshot restore vm-1 ${snapshot.name} --force --boot-timeout 2`);
  expect(exitCode).toBe(1);
  expect(stdout).toContain("✗ VM 'vm-1' is on its old disk, as before.\n  VM 'vm-1' did not let us in within 2 s");
  expect(disksOf(cli, "vm-1")).toEqual(["vm-1_OsDisk_1"]);
  const [vm] = (await cli.json("list")) as unknown[];
  expect(vm).toMatchObject({ name: "vm-1", powerState: "running" });
});

it("takes a server that refuses the key for a VM that has started", async () => {
  const { cli, servers } = await sshFleet(1);
  const { snapshot } = (await cli.json("snapshot create vm-1")) as Made;
  const other = join(cli.home, "other_key");
  await ensureSshKey({ path: other, comment: "other" });
  await cli.run(["config", "set", "ssh_key", other]);
  const { exitCode } = await cli.run(`snapshot restore vm-1 ${snapshot.name} --force --boot-timeout 5`);
  expect(exitCode).toBe(0);
  expect(servers[0]!.commands).toEqual([]);
});

it("lists its steps, asks, and does nothing with --dry-run or after a no", async () => {
  const { cli, name } = await seeded();
  const { plan } = (await cli.json(`snapshot restore vm-1 ${name} --dry-run`)) as { plan: { action: string }[] };
  expect(plan.map(({ action }) => action)).toEqual(["create", "deallocate", "swap", "start", "verify", "keep"]);
  const { stdout, stderr } = await cli.run(`snapshot restore vm-1 ${name}`, { types: "n\n" });
  expect(stdout).toBe("Cancelled.\n");
  expect(stderr).toContain(`Subscription:    ${SUBSCRIPTION}`);
  expect(stderr).toMatch(/3\. swap vm-1: It starts from 'vm-1_OsDisk_1' now\./);
  expect((await cli.run(`snapshot restore vm-1 ${name}`)).exitCode).toBe(2);
  expect(disksOf(cli, "vm-1")).toEqual(["vm-1_OsDisk_1"]);
});

it("deletes the old disk only when asked to, and trusts Azure's word with --no-ssh", async () => {
  const { cli, name } = await seeded();
  const { stdout, stderr } = await cli.run(`snapshot restore vm-1 ${name} --force --delete-old-disk --no-ssh`);
  expect(stdout).toBe(`✓ VM 'vm-1' is back at '${name}'.\n`);
  expect(stderr).not.toContain("was not checked");
  expect(disksOf(cli, "vm-1")).toEqual([expect.stringMatching(/^vm-1-os-/)]);
});

it("warns when nobody can ask the VM's SSH server, and takes Azure's word", async () => {
  const { cli, name } = await seeded();
  const { stderr, exitCode } = await cli.run(`snapshot restore vm-1 ${name} --force`);
  expect(exitCode).toBe(0);
  expect(stderr).toContain("Whether the VM's SSH server answers was not checked.");
});

it("refuses the snapshot of another VM, unless that is meant", async () => {
  const { cli, name } = await seeded();
  const { stderr, exitCode } = await cli.run(`snapshot restore vm-2 ${name} --force`);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`'${name}' is not a snapshot of 'vm-2'.`);
  expect((await cli.run(`snapshot restore vm-2 ${name} --force --any-source`)).exitCode).toBe(0);
});

it("is failed, with the VM as before, when Azure refuses the swap", async () => {
  verifies("V2-14");
  const { cli, name } = await seeded();
  cli.emulator.faults.set("no-swap", { match: { method: "PATCH", path: "*/vm-1" }, effect: { status: 409 } });
  const { stdout, exitCode } = await cli.run(`snapshot restore vm-1 ${name} --force -o json`);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    vm: "vm-1",
    status: "rolled-back",
    left: [],
    error: { code: "CONFLICT" },
  });
  expect(disksOf(cli, "vm-1")).toEqual(["vm-1_OsDisk_1"]);
});

it("gives the VM its old disk back on Ctrl-C", async () => {
  verifies("V2-14");
  const { cli, name } = await seeded();
  const interrupt = new AbortController();
  cli.emulator.faults.set("slow", { match: { path: "*/vm-1/start" }, times: 1, effect: { delayMs: 1_000 } });
  const running = cli.run(`snapshot restore vm-1 ${name} --force`, { signal: interrupt.signal });
  await expect.poll(() => cli.emulator.faults.list()[0]?.hits, { timeout: 10_000 }).toBe(1);
  interrupt.abort(new InterruptedError());
  const { stdout, stderr, exitCode } = await running;
  expect(exitCode).toBe(130);
  expect(stderr).toContain("Putting the VM back on its old disk; Ctrl-C again leaves it as it is.");
  expect(stdout).toContain("✗ VM 'vm-1' is on its old disk, as before.");
  expect(disksOf(cli, "vm-1")).toEqual(["vm-1_OsDisk_1"]);
  const [vm] = (await cli.json("list")) as unknown[];
  expect(vm).toMatchObject({ name: "vm-1", powerState: "running" });
});

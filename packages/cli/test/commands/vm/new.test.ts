import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { InterruptedError } from "../../../src/interrupted-error.ts";
import { testCli } from "../../run-cli.ts";
import { tagsOf, vmId } from "../../seed-vms.ts";

it("creates a VM with session, owner and a key to sign in", async () => {
  const cli = await testCli();
  const { stdout, exitCode } = await cli.run("new --name dev --rg work --no-wait");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Successfully Provisioned VMs:\n {2}dev {2}[\d.]+ {2}westus2 {2}work\n$/);
  expect(tagsOf(cli.emulator, vmId("dev", "work"))).toMatchObject({
    "managed-by": "azlin",
    "azlin-session": "dev",
    "azlin-owner": "tester",
    "azlin-created": expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
  });
  const key = join(cli.home, ".ssh", "azlin_key");
  expect((await stat(key)).mode & 0o777).toBe(0o600);
  expect(await readFile(`${key}.pub`, "utf8")).toMatch(/^ssh-ed25519 \S+ azlin\n$/);
});

it("takes defaults from the configuration file, and options before them", async () => {
  const cli = await testCli();
  await cli.run("config set default_resource_group team");
  await cli.run("config set default_region westeurope");
  await cli.run("config set default_vm_size Standard_D2s_v5");
  await cli.run("new --name one --no-wait");
  await cli.run("new --name two --region eastus2 --rg other --vm-size Standard_D4s_v5 --no-wait");
  const vms = (await cli.json("list")) as Record<string, unknown>[];
  expect(vms).toMatchObject([
    { name: "one", resourceGroup: "team", location: "westeurope", size: "Standard_D2s_v5" },
    { name: "two", resourceGroup: "other", location: "eastus2", size: "Standard_D4s_v5" },
  ]);
});

it("prints the plan with --dry-run and creates nothing, not even a key", async () => {
  const cli = await testCli();
  const { plan } = (await cli.json("new --name dev --rg work --dry-run")) as { plan: { target: string }[] };
  expect(plan.map(({ target }) => target.split("/").at(-1))).toEqual([
    "azlin_key",
    "work",
    "azlin-vnet-westus2",
    "dev-nsg",
    "dev-ip",
    "dev-nic",
    "dev",
  ]);
  expect(cli.emulator.world.store.size).toBe(0);
  await expect(stat(join(cli.home, ".ssh"))).rejects.toThrow("ENOENT");
});

it("creates a pool with numbered names and sessions", async () => {
  const cli = await testCli();
  const report = await cli.json("new --name ci --pool 2 --rg work --no-wait");
  expect(report).toMatchObject({
    results: [
      { vm: "ci-01", ok: true, session: "ci-1" },
      { vm: "ci-02", ok: true, session: "ci-2" },
    ],
    summary: { total: 2, succeeded: 2, failed: 0 },
  });
});

it("asks before more than ten VMs, and a no is no failure", async () => {
  const cli = await testCli();
  const { stdout, stderr, exitCode } = await cli.run("new --name ci --pool 11 --rg work", { types: "n\n" });
  expect({ stdout, exitCode }).toEqual({ stdout: "Cancelled.\n", exitCode: 0 });
  expect(stderr).toContain("WARNING: Creating 11 VMs");
  expect(stderr).toContain("Estimated cost: ~$1.10/hour");
});

it("refuses a name that is taken, before it creates anything", async () => {
  const cli = await testCli();
  await cli.run("new --name dev --rg work --no-wait");
  const before = cli.emulator.world.store.size;
  expect((await cli.run("new --name dev --rg work --no-wait")).stderr).toContain("already has a VM 'dev'");
  expect(cli.emulator.world.store.size).toBe(before);
});

it("says what the quota is when it does not suffice", async () => {
  const cli = await testCli({ profile: "realistic", clock: "virtual" });
  const { stderr, exitCode } = await cli.run(
    "new --name big --rg work --region westus2 --pool 60 -y --vm-size Standard_D2s_v5",
  );
  expect(exitCode).toBe(4);
  expect(stderr).toContain("needs 120 vCPUs in westus2");
});

it("refuses a size that does not exist", async () => {
  const cli = await testCli();
  const { stderr, exitCode } = await cli.run("new --name dev --rg work --region westus2 --vm-size Standard_Nope");
  expect(exitCode).toBe(4);
  expect(stderr).toContain("westus2 does not have Standard_Nope");
});

it("says on Ctrl-C what exists, with exit code 130", async () => {
  const cli = await testCli();
  const interrupt = new AbortController();
  cli.emulator.faults.set("slow", {
    match: { method: "PUT", path: "*/virtualMachines/dev" },
    effect: { delayMs: 1_500 },
  });
  const running = cli.run("new --name dev --rg work -o json", { signal: interrupt.signal });
  await expect.poll(() => cli.emulator.faults.list()[0]?.hits, { timeout: 10_000 }).toBe(1);
  interrupt.abort(new InterruptedError());
  const { stdout, stderr, exitCode } = await running;
  expect(exitCode).toBe(130);
  expect(stderr).toContain("Cancelled by user.");
  expect(stderr).toContain("dev-nic");
  const { error } = JSON.parse(stdout) as { error: { code: string; details: { created: string[] } } };
  expect(error.code).toBe("INTERRUPTED");
  expect(error.details.created).toContain(vmId("dev", "work"));
});

it("says what is left when the VM itself fails", async () => {
  const cli = await testCli();
  cli.emulator.faults.set("fails", {
    match: { method: "PUT", path: "*/virtualMachines/dev" },
    effect: { operationFails: { code: "AllocationFailed", message: "No capacity." } },
  });
  const { stderr, exitCode } = await cli.run("new --name dev --rg work --no-wait");
  expect(exitCode).toBe(4);
  expect(stderr).toContain("No capacity.");
  expect(stderr).toContain("dev-nic");
});

it.each([
  ["--name -bad", 2],
  ["--name a/b", 2],
  ["--pool 0", 2],
  ["--pool two", 2],
  ["--ssh-key nowhere.pub", 1],
])("refuses %s", async (options, code) => {
  const cli = await testCli();
  expect((await cli.run(`new --rg work ${options}`)).exitCode).toBe(code);
  expect(cli.emulator.world.store.size).toBe(0);
});
